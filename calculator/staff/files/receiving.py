"""Receive an upload: to disk as it comes, never into memory, and no more than is allowed."""

from functools import cached_property
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from calculator.staff.files.arrivals import MOST_BYTES

# What the other fields of the form take, and the lines between them.
FORM_BYTES = 64 * 1024
# A body that is too large is read to its end, so that the browser hears why; but not any body.
READ_ON = 3 * MOST_BYTES


def files_dir() -> Path:
    """Where files of families are kept; nobody else on this machine may look into it."""
    path = Path(settings.FILES_DIR)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def is_hopeless(request: HttpRequest) -> bool:
    """Whether a body is so large that it is not worth reading."""
    return _announced(request) > READ_ON


def _announced(request: HttpRequest) -> int:
    length = str(request.META.get("CONTENT_LENGTH") or 0)
    return int(length) if length.isascii() and length.isdigit() else 0


class ThrownAway(FileUploadHandler):
    """Writes nothing: no page but that of files takes any. Their names come out, without content.

    A body that is far larger than any form of ours is not read at all. Raises RequestDataTooBig.
    """

    def __init__(self, request: HttpRequest, most: int | None = None) -> None:
        super().__init__(request)
        self.most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE if most is None else most

    def handle_raw_input(self, *_: Any, **__: Any) -> None:
        """Asked before anything is read."""
        if self.request is not None and _announced(self.request) > self.most:
            raise RequestDataTooBig(f"more than {self.most} bytes")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Let it go."""

    def file_complete(self, file_size: int) -> UploadedFile:  # noqa: ARG002
        """Only the name is left."""
        return UploadedFile(BytesIO(), self.file_name, self.content_type, 0)


def handler_for(request: HttpRequest) -> FileUploadHandler:
    """What takes a file on the page of files: of whoever is signed out, nothing is written."""
    if request.user.is_authenticated:
        return Arriving(request)
    return ThrownAway(request, READ_ON)


class Arriving(FileUploadHandler):
    """Writes into a file without a name, which is gone as soon as nobody holds it.

    `too_large` once there was more than is allowed; then nothing more is written.
    """

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.written = 0
        self.too_large = _announced(request) > MOST_BYTES + FORM_BYTES

    @cached_property
    def file(self) -> IO[bytes]:
        """The file without a name."""
        return TemporaryFile(dir=files_dir())

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin another file; what is allowed is for all of them together."""
        super().new_file(*args, **kwargs)
        self.__dict__.pop("file", None)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002
        """Write what came, or throw it away once there was too much.

        StopUpload would have Django read on line by line, and a line may be as long as the body.
        """
        self.written += len(raw_data)
        self.too_large = self.too_large or self.written > MOST_BYTES
        if not self.too_large:
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """The file, to be read from its beginning; none where it was too large."""
        if self.too_large:
            self.file.close()
            return None
        self.file.seek(0)
        return UploadedFile(self.file, self.file_name, self.content_type, file_size)

"""A body is taken up to a mebibyte, whichever way it comes, and never read in vain."""

import io
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest

from calculator.api.bodies import MOST_BYTES, SMALL_BYTES, body, is_small
from calculator.api.problems import Refused
from calculator.bodies import said_length


class Counted(io.BytesIO):
    """A stream that says how much of it was asked for."""

    asked = 0

    def read(self, size: int | None = -1, /) -> bytes:
        """So much of it."""
        found = super().read(size)
        self.asked += len(found)
        return found


def request(stream: io.BytesIO, **more: Any) -> WSGIRequest:
    """A request whose body is a stream."""
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/",
        "CONTENT_TYPE": "application/json",
        "wsgi.input": stream,
    }
    return WSGIRequest({**environ, **more})


def test_what_says_that_it_is_too_large_is_not_read_at_all() -> None:
    stream = Counted(b"x" * 10)
    with pytest.raises(Refused) as refused:
        body(request(stream, CONTENT_LENGTH=str(MOST_BYTES + 1)))
    assert (refused.value.document["status"], stream.asked) == (413, 0)


def test_what_comes_in_chunks_is_read_whole() -> None:
    stream = Counted(b"x" * MOST_BYTES)
    chunked = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    assert len(body(request(stream, **chunked))) == MOST_BYTES


def test_but_not_further_than_it_may_be() -> None:
    stream = Counted(b"x" * MOST_BYTES * 3)
    chunked = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    with pytest.raises(Refused) as refused:
        body(request(stream, **chunked))
    assert refused.value.document["status"] == 413
    assert stream.asked == MOST_BYTES + 1


class Broken(io.BytesIO):
    """A stream that fails in a way of its own, as servers do where chunks are damaged."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Nothing."""
        raise LookupError("Invalid chunk size")


@pytest.mark.parametrize(
    "more",
    [
        {"CONTENT_LENGTH": "9"},
        {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True},
    ],
)
def test_what_breaks_off_is_the_clients_mistake_and_not_ours(more: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        body(request(Broken(), **more))
    assert refused.value.document["status"] == 400


LENGTHS = {
    "": 0, "nonsense": 0, "-5": 0, "+5": 0, "5.0": 0, "1e3": 0, "٣": 0, "²": 0, "0": 0,
    "7": 7, "0" * 5_000 + "7": 7, " 7": 0,
}  # fmt: skip


@pytest.mark.parametrize(("told", "length"), LENGTHS.items())
def test_a_said_length_is_a_plain_number_or_none(told: str, length: int) -> None:
    assert said_length(request(Counted(), CONTENT_LENGTH=told)) == length


def test_a_length_of_thousands_of_digits_is_large_and_no_failure() -> None:
    endless = request(Counted(), CONTENT_LENGTH="9" * 5_000)
    assert said_length(endless) > MOST_BYTES
    assert said_length(request(Counted())) == 0


def test_small_is_only_what_says_so() -> None:
    said = ["1", str(SMALL_BYTES), str(SMALL_BYTES + 1), "0", "", "few"]
    found = [is_small(request(Counted(), CONTENT_LENGTH=each)) for each in said]
    assert found == [True, True, False, False, False, False]


@pytest.mark.parametrize("length", ["", "nonsense", "-5", "0"])
def test_a_length_that_is_none_is_no_failure(length: str) -> None:
    assert body(request(Counted(b""), CONTENT_LENGTH=length)) == b""

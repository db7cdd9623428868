"""Ask one server the same kind of question many times, by clients that keep their connection.

    python bench/openfisca/load.py PORT PATH CLIENTS < bodies

`bodies` has one JSON body a line; each is posted once. Prints seconds in all, the milliseconds and
the bytes of every answer. Ends with an error at the first answer that is not 200.
"""

import http.client
import json
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

HEADERS = {"Content-Type": "application/json", "Accept": "application/json"}
Answer = tuple[float, int]


def main() -> None:
    """Post what is read, by so many clients at once."""
    port, path, clients = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    bodies = [line.encode() for line in sys.stdin.read().splitlines()]
    shares = [bodies[number::clients] for number in range(clients)]
    start = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        answers = [
            answer
            for own in pool.map(lambda share: post(port, path, share), shares)
            for answer in own
        ]
    seconds = time.perf_counter() - start
    latencies, sizes = zip(*answers, strict=True)
    json.dump({"seconds": seconds, "latencies": latencies, "sizes": sizes}, sys.stdout)


def post(port: int, path: str, bodies: Sequence[bytes]) -> list[Answer]:
    """One client: its bodies one after the other over one connection, opened anew if closed."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    answers = []
    for body in bodies:
        start = time.perf_counter()
        connection.request("POST", path, body, HEADERS)
        with connection.getresponse() as response:
            told = response.read()
        answers.append(((time.perf_counter() - start) * 1000, len(told)))
        if response.status != http.client.OK:
            raise SystemExit(f"{path} answers {response.status}: {told[:500]!r}")
    connection.close()
    return answers


if __name__ == "__main__":
    main()

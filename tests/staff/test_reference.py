"""References: whatever is misread or mistyped in one is noticed, however it is written."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.staff.cases.reference import (
    ALPHABET,
    LENGTH,
    LOOK_ALIKES,
    check_sign,
    is_sound,
    new_reference,
    read,
    spoken,
)

signs = st.text(alphabet=ALPHABET, min_size=LENGTH - 1, max_size=LENGTH - 1)
references = signs.map(lambda seven: seven + check_sign(seven))
SOME = [
    seven + check_sign(seven) for seven in ("2222222", "7K3M92X", "ZZZZZZZ", "23456ZY", "QWERTYA")
]


def with_sign(reference: str, place: int, sign: str) -> str:
    """The reference with another sign in one place."""
    return reference[:place] + sign + reference[place + 1 :]


def swapped(reference: str, one: int, other: int) -> str:
    """The reference with two signs in each other's place."""
    return with_sign(with_sign(reference, one, reference[other]), other, reference[one])


@pytest.mark.parametrize("reference", SOME)
def test_every_wrong_sign_in_every_place_is_noticed(reference: str) -> None:
    assert is_sound(reference)
    for place in range(LENGTH):
        sound = [sign for sign in ALPHABET if is_sound(with_sign(reference, place, sign))]
        assert sound == [reference[place]]


@pytest.mark.parametrize("reference", SOME)
def test_every_two_signs_that_changed_places_are_noticed(reference: str) -> None:
    for one, other in combinations(range(LENGTH), 2):
        changed = swapped(reference, one, other)
        assert is_sound(changed) is (changed == reference)


@given(references, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_no_reference_bears_a_wrong_sign(reference: str, place: int, sign: str) -> None:
    changed = with_sign(reference, place, sign)
    assert is_sound(changed) is (changed == reference)


@given(references, st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1))
def test_no_reference_bears_a_swap(reference: str, one: int, other: int) -> None:
    changed = swapped(reference, one, other)
    assert is_sound(changed) is (changed == reference)


@given(signs)
def test_seven_signs_have_one_check_sign(seven: str) -> None:
    assert [sign for sign in ALPHABET if is_sound(seven + sign)] == [check_sign(seven)]


def test_new_references_are_sound_and_not_alike() -> None:
    made = [new_reference() for _ in range(1_000)]
    assert all(map(is_sound, made))
    assert len(set(made)) == len(made)
    assert set("".join(made)) == set(ALPHABET)


def test_no_sign_can_be_taken_for_another() -> None:
    assert not set("IO01") & set(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET) == 32
    assert ALPHABET.upper() == ALPHABET
    for sign in "IO01":
        assert not is_sound(f"7K3M92X{sign}")


@given(references)
def test_it_is_read_in_any_case_with_hyphens_and_spaces(reference: str) -> None:
    for typed in (
        spoken(reference),
        spoken(reference).lower(),
        f"  {reference[:2]} {reference[2:5]}–{reference[5:].lower()}\n",
        ".".join(reference),
    ):
        assert read(typed) == reference


@given(references)
def test_letters_of_a_kazakh_keyboard_that_look_alike_are_read(reference: str) -> None:
    back = {chr(latin): chr(letter) for letter, latin in LOOK_ALIKES.items()}
    typed = "".join(back.get(sign, sign) for sign in reference)
    assert read(typed) == read(typed.lower()) == reference


def test_each_look_alike_stands_for_a_sign() -> None:
    assert read("авсенкмртхуз") == "ABCEHKMPTXY3"
    assert set(read("АВСЕНКМРТХУЗ")) <= set(ALPHABET)


@pytest.mark.parametrize("text", ["", "7K3M92X", "7K3M92XPP", "7k3m92xp", "ІІІІІІІІ", "\x00" * 8])
def test_what_is_no_reference_is_not_sound(text: str) -> None:
    assert not is_sound(text)

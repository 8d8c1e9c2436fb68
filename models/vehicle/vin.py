"""Vehicle identification numbers (GB 16735-2019, ISO 3779): plain functions, no database."""
import unicodedata

VIN_LENGTH = 17
CHECK_POSITION = 8  # the ninth character, counted from zero
WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
VALUES = {
    **{digit: int(digit) for digit in '0123456789'},
    **dict(zip('ABCDEFGH', range(1, 9))),
    **dict(zip('JKLMN', range(1, 6))),
    'P': 7,
    'R': 9,
    **dict(zip('STUVWXYZ', range(2, 10))),
}


def normalise(text):
    """Return ``text`` as a VIN is written: capitals and digits alone.

    Full-width characters, as Chinese keyboards produce them, become plain ones.
    """
    folded = unicodedata.normalize('NFKC', str(text or '')).upper()
    return ''.join(character for character in folded if character.isalnum())


def get_check_digit(vin):
    """Return the check digit that belongs at the ninth place of a well-formed ``vin``."""
    remainder = sum(VALUES[character] * weight for character, weight in zip(vin, WEIGHTS)) % 11
    return 'X' if remainder == 10 else str(remainder)


def find_fault(vin):
    """Return what is wrong with a normalised ``vin``: 'length', 'letters', 'check_digit' or None."""
    if len(vin) != VIN_LENGTH:
        return 'length'
    if any(character not in VALUES for character in vin):
        return 'letters'
    if vin[CHECK_POSITION] != get_check_digit(vin):
        return 'check_digit'
    return None

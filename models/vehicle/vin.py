"""Vehicle identification numbers (GB 16735-2019, ISO 3779): plain functions, no database."""
import re
import unicodedata

from odoo.addons.aftersales.models.base import inputs

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
# What stands before the number on papers, stickers and in what scanners send.
LABEL = re.compile(
    r'\W*(?P<name>VIN(?:[ -]?(?:NO|NR|CODE))?|FIN(?:[ -]?NR)?|CHASSIS(?:[ -]?NO)?|FRAME(?:[ -]?NO)?|FAHRGESTELL(?:[ -]?NR)?'
    '|车辆识别代[号码]|识别代[号码]|车架号码?|底盘号码?|大架号)'
    r'(?P<mark>\.?\s*[:=#]|\.?\s+)?\s*')
# Frame numbers of cars without a VIN, as in Japan, and of old ones.
SHORTEST_CHASSIS, LONGEST_CHASSIS = 5, 25


def normalise(text):
    """Return ``text`` as a VIN is written: capitals and digits alone.

    Full-width characters, as Chinese keyboards produce them, become plain ones. What scanners and papers set before
    the number goes: its name, and the I with which the bar code of an imported car begins (no VIN has an I).
    """
    line = inputs.clean_line(unicodedata.normalize('NFKC', str(text or ''))).upper()
    code = inputs.clean_code(line)
    while named := LABEL.match(line):
        line = line[named.end():]
        rest = inputs.clean_code(line)
        if len(rest) == VIN_LENGTH or rest and (named['mark'] or not named['name'].isascii()):
            code = rest
    return code[1:] if len(code) == VIN_LENGTH + 1 and code[0] == 'I' else code


def get_check_digit(vin):
    """Return the check digit that belongs at the ninth place of a well-formed ``vin``."""
    remainder = sum(VALUES[character] * weight for character, weight in zip(vin, WEIGHTS)) % 11
    return 'X' if remainder == 10 else str(remainder)


def find_fault(vin):
    """Return what is wrong with a normalised ``vin``: 'length', 'letters', 'filler', 'check_digit' or None."""
    if len(vin) != VIN_LENGTH:
        return 'length'
    if any(character not in VALUES for character in vin):
        return 'letters'
    if vin[0] == '0' or len(set(vin)) == 1:  # no maker has a 0 for its region; 17 of the same only fill the box
        return 'filler'
    if vin[CHECK_POSITION] != get_check_digit(vin):
        return 'check_digit'
    return None


def is_chassis_number(code):
    """Whether a normalised ``code`` can be the number of a car that has no VIN."""
    return SHORTEST_CHASSIS <= len(code) <= LONGEST_CHASSIS and code.isascii() and len(set(code)) > 1

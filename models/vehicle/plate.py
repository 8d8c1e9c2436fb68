"""Number plates as they are written and compared: plain functions, no database."""
import re
import unicodedata

from odoo.addons.aftersales.models.base import inputs

LONGEST = 20
# Province, letter of the authority, number, and what some kinds end with (GA 36): 沪A·12345, 粤Z·1234港, 苏E·D12345.
CHINESE = re.compile('([\u4e00-\u9fff][A-Z])([A-Z0-9]{3,6}[\u4e00-\u9fff]?)')


def normalise(text):
    """A plate as it is stored, printed and read out: capitals, Chinese ones with the dot after the authority."""
    line = inputs.clean_line(unicodedata.normalize('NFKC', str(text or ''))).upper()
    chinese = CHINESE.fullmatch(fold(line))
    return '·'.join(chinese.groups()) if chinese else line


def fold(text):
    """A plate as it is compared: the same whether with dot, dash, blank or without, in full or half width."""
    return inputs.clean_code(text)

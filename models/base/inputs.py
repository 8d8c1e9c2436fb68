"""What people and machines send, as plain values: text, numbers, pictures. Plain functions, no database."""
import base64
import binascii
import io
import ipaddress
import math
import re
import unicodedata

from PIL import Image

# What a screen does not show, or what turns the order of the letters around it: bidirectional embeddings, overrides
# and isolates, blanks without width, soft hyphens. Joiners and marks that scripts are written with stay.
INVISIBLE = re.compile('[\u00ad\u061c\u180e\u200b\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]')
# Joiners and marks of direction between signs of scripts that are written without: Latin, Greek, Cyrillic, East Asian.
PLAIN = '\0-\u052f\u1e00-\u1fff\u2010-\u2027\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef'
MARKS = re.compile(f'(?<![^{PLAIN}])[\u200c-\u200f]+(?![^{PLAIN}])')
# Control characters but for tabs and line ends, and halves of a character: no database, print or mail takes them.
UNPRINTABLE = re.compile('[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]')
BLANKS = re.compile(r'\s+')
# Signs that people write a phone number with; how it begins abroad; what is left of it.
BETWEEN_DIGITS = re.compile(r'[\s().·\-\u2010-\u2015/]')
INTERNATIONAL = re.compile(r'^00(?=[1-9])')
DIALLED = re.compile(r'\+?[0-9]{7,15}')


def clean_text(text):
    """``text`` without what nobody sees or means."""
    return MARKS.sub('', INVISIBLE.sub('', clean_html(text)))


def clean_line(text):
    """``text`` on one line, without what nobody sees or means."""
    return BLANKS.sub(' ', clean_text(text)).strip()


def clean_html(text):
    """``text`` without what neither database nor browser takes."""
    return UNPRINTABLE.sub('', text)


def clean_code(text):
    """``text`` as a number plate, a part's number or a chassis number is compared: capitals and digits alone.

    Full-width characters, as Chinese keyboards produce them, become plain ones.
    """
    folded = unicodedata.normalize('NFKC', str(text or '')).upper()
    return ''.join(character for character in folded if character.isalnum())


def read_phone(text):
    """A number as it is dialled: ``+`` and digits where it begins with a country's code, else digits.

    :return: None for what is none: letters, extensions, too few or too many digits
    """
    number = BETWEEN_DIGITS.sub('', unicodedata.normalize('NFKC', clean_line(str(text or ''))))
    number = INTERNATIONAL.sub('+', number)
    return number if DIALLED.fullmatch(number) else None


def read_float(value):
    """A finite number.

    :raises ValueError: for whatever else it is
    """
    try:
        number = float(value or 0.0)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return number


def read_integer(value):
    """A whole number.

    :raises ValueError: for whatever else it is
    """
    try:
        return int(value or 0)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(value)


def read_image(data, formats, longest, pixels):
    """Make sure that ``data`` is a picture that can be decoded, whatever it calls itself.

    :param bytes data: the file
    :param formats: names of Pillow's formats that are taken
    :raises ValueError: 'size', 'pixels' or 'format'
    """
    if len(data) > longest:
        raise ValueError('size')
    try:
        with Image.open(io.BytesIO(data), formats=formats) as picture:
            is_huge = picture.width * picture.height > pixels
            if not is_huge:
                picture.draft('RGB', (1, 1))  # a JPEG is read to its end all the same, and need not be worked out
                picture.load()  # a header alone is no picture
    except Exception:  # Pillow's plug-ins raise whatever they stumble over
        raise ValueError('format')
    if is_huge:
        raise ValueError('pixels')


def decode_base64(value):
    """:raises ValueError: when it is none"""
    value = value.encode() if isinstance(value, str) else value
    try:
        return base64.b64decode(value)
    except (binascii.Error, TypeError, ValueError):
        raise ValueError('format')


def get_network(address):
    """Whom an IP address stands for: of IPv6 a single visitor has a whole network of them."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    ip = getattr(ip, 'ipv4_mapped', None) or ip
    return str(ip if ip.version == 4 else ipaddress.ip_network((ip, 64), strict=False))

"""Documents as STAR 5 names and nests them: plain functions, no database.

The shape only: the schemas are STAR's members' own, and what a maker wants beyond it is his to say.
"""
from uuid import uuid4

from lxml import etree

from odoo.addons.aftersales.models.base.inputs import clean_text

STAR = 'http://www.starstandard.org/STAR/5'
RELEASE = '5.7.3'


def write_document(verb, noun, sender, moment, content, lang='en-US'):
    """A business object document.

    :param verb: Show, Process, Acknowledge
    :param noun: RepairOrder, PartsOrder, VehicleServiceHistory
    :param sender: list of (name, text) of the sender
    :param moment: when it was made, with its zone
    :param content: what is below the noun, see :func:`add`
    :return: bytes
    """
    root = etree.Element(
        etree.QName(STAR, f'{verb}{noun}'), nsmap={None: STAR}, releaseID=RELEASE, languageCode=lang)
    add(root, [
        ('ApplicationArea', [
            ('Sender', [('ComponentID', "After-Sales"), ('TaskID', noun), *sender]),
            ('CreationDateTime', moment.isoformat(timespec='seconds')), ('BODID', str(uuid4()))]),
        (f'{verb}{noun}DataArea', [(verb, None), (noun, content)]),
    ])
    return etree.tostring(root, xml_declaration=True, encoding='UTF-8', pretty_print=True)


def add(node, content):
    """Put ``content`` below ``node``: a list of (name, text or content, attributes); what says nothing is left out.

    A verb has None: it stands there empty.
    """
    for name, value, *rest in content:
        if value is None:
            etree.SubElement(node, etree.QName(STAR, name))
            continue
        attributes = {key: text for key, text in (rest[0] if rest else {}).items() if text}
        if isinstance(value, list):
            child = etree.SubElement(node, etree.QName(STAR, name), attributes)
            add(child, value)
            if not len(child):
                node.remove(child)
        elif text := write_value(value):
            etree.SubElement(node, etree.QName(STAR, name), attributes).text = text


def write_value(value):
    if isinstance(value, float):
        return f'{value:.10g}'
    return clean_text(str(value)).strip() if value not in (False, '') else ''


def identify(number):
    return ('DocumentIdentificationGroup', [('DocumentIdentification', [('DocumentID', number)])])


def identify_item(code):
    return ('ItemIdentificationGroup', [('ItemIdentification', [('ItemID', code or False)])])

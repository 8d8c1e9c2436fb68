"""Documents of STAR 5 that others send, read: plain functions, no database.

What counts is how an element is called, whatever its namespace: senders wrap the same names in releases of their own.
"""
from lxml import etree

LONGEST_DOCUMENT = 4_000_000
MOST_VISITS, MOST_LINES = 500, 1000
LINES = {'ServiceLabor': 'labour', 'ServiceParts': 'part', 'ServiceMiscellaneous': 'other'}
KM_PER_UNIT = {'KMT': 1.0, 'SMI': 1.609344}


def read_document(text):
    """The data area of a document.

    Entities, external or of its own, are none of a document's business: one that declares any is refused before it is read.

    :param str text: XML
    :return: (verb and noun, for example 'ShowRepairOrder', element of the noun)
    :raises ValueError: 'large', 'entities', 'broken' or 'shape'
    """
    if len(text) > LONGEST_DOCUMENT:
        raise ValueError('large')
    if '<!DOCTYPE' in text.upper() or '<!ENTITY' in text.upper():
        raise ValueError('entities')
    parser = etree.XMLParser(
        encoding='utf-8', resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
        remove_pis=True)
    try:
        root = etree.fromstring(text.encode('utf-8'), parser)
    except (etree.XMLSyntaxError, UnicodeEncodeError):
        raise ValueError('broken')
    area = next((child for child in root if get_name(child).endswith('DataArea')), None)
    nouns = list(area) if area is not None else []
    if not nouns:
        raise ValueError('shape')
    return get_name(root), nouns[-1]


def get_name(element):
    return etree.QName(element).localname if isinstance(element.tag, str) else ''


def find(element, *path):
    """The first element on a path of names, each anywhere below the one before; None where there is none."""
    for name in path:
        element = next((below for below in element.iterdescendants() if get_name(below) == name), None)
        if element is None:
            return None
    return element


def find_all(element, name):
    """Those called so right below."""
    return [child for child in element if get_name(child) == name]


def get_text(element, *path):
    found = find(element, *path)
    return ' '.join((found.text or '').split()) if found is not None else ''


def read_visit(element):
    """A repair order as it stands there: texts, amounts with their currency.

    :raises ValueError: 'lines', when it is too long to be one
    """
    header = find_all(element, 'RepairOrderHeader')
    header = header[0] if header else element
    odometer = find(header, 'InDistanceMeasure')
    jobs = find_all(element, 'Job')
    lines = [read_line(line) for job in jobs for line in job if get_name(line) in LINES]
    if len(lines) > MOST_LINES:
        raise ValueError('lines')
    return {
        'number': get_text(header, 'DocumentIdentificationGroup', 'DocumentID'),
        'vin': get_text(element, 'RepairOrderVehicleLineItem', 'VehicleID'),
        'opened': get_text(header, 'RepairOrderOpenedDate'), 'completed': get_text(header, 'RepairOrderCompletedDate'),
        'invoiced': get_text(header, 'RepairOrderInvoiceDate'),
        'odometer': (odometer.text or '').strip() if odometer is not None else '',
        'unit': odometer.get('unitCode', 'KMT') if odometer is not None else 'KMT',
        'concern': '; '.join(dict.fromkeys(filter(None, (get_text(job, 'ComplaintDescription') for job in jobs)))),
        'lines': lines,
    }


def read_line(element):
    amount = find(element, 'ChargeAmount')
    return {
        'kind': LINES[get_name(element)],
        'code': get_text(element, 'LaborOperationID') or get_text(element, 'ItemIdentificationGroup', 'ItemID'),
        'name': (get_text(element, 'LaborOperationDescription') or get_text(element, 'ItemIdDescription')
                 or get_text(element, 'Description')),
        'quantity': get_text(element, 'LaborAllowanceHoursNumeric') or get_text(element, 'ItemQuantity'),
        'amount': (amount.text or '').strip() if amount is not None else '',
        'currency': amount.get('currencyID', '') if amount is not None else '',
    }


def read_answer(element):
    """What a supplier answers to a parts order."""
    header = find_all(element, 'PartsOrderHeader')
    header = header[0] if header else element
    return {
        'number': get_text(header, 'DocumentIdentificationGroup', 'DocumentID'),
        'reference': get_text(header, 'SupplierReferenceString'),
        'lines': [{
            'code': get_text(line, 'ItemIdentificationGroup', 'ItemID'),
            'quantity': get_text(line, 'ConfirmedQuantity') or get_text(line, 'OrderQuantity'),
            'day': get_text(line, 'PromisedDeliveryDate') or get_text(line, 'EstimatedDeliveryDate'),
        } for line in find_all(element, 'PartsOrderLine')[:MOST_LINES]],
    }

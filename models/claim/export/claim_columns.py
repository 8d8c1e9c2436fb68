"""What a column of a maker's file may tell of a claim: a closed list, so that nobody exports more than is meant.

A source is ``claim.…`` (told once a claim) or ``line.…`` (told once a line), its value text, number, day or moment.
"""
import datetime

CLAIM = {
    'claim.number': lambda claim: claim.name,
    'claim.reference': lambda claim: claim.reference,
    'claim.type': lambda claim: claim.claim_type,
    'claim.dealer_code': lambda claim: claim.dealer_code,
    'claim.maker': lambda claim: claim.partner_id.name,
    'claim.order': lambda claim: claim.order_id.name,
    'claim.vin': lambda claim: claim.vin,
    'claim.plate': lambda claim: claim.license_plate,
    'claim.model': lambda claim: claim.vehicle_id.model_id.name,
    'claim.km': lambda claim: claim.odometer,
    'claim.sale_date': lambda claim: claim.sale_date,
    'claim.failure_date': lambda claim: claim.failure_date,
    'claim.repair_start': lambda claim: claim.repair_start,
    'claim.repair_end': lambda claim: claim.repair_end,
    'claim.campaign': lambda claim: claim.campaign_number,
    'claim.approval': lambda claim: claim.approval_number,
    'claim.defect': lambda claim: claim.defect_code_id.code,
    'claim.place': lambda claim: claim.place_code_id.code,
    'claim.complaint': lambda claim: claim.complaint_code_id.code,
    'claim.fault_codes': lambda claim: claim.fault_codes,
    'claim.concern': lambda claim: claim.concern,
    'claim.cause': lambda claim: claim.cause,
    'claim.correction': lambda claim: claim.correction,
    'claim.causal_part': lambda claim: claim.causal_line_id.code or claim.causal_line_id.product_id.default_code,
    'claim.causal_number': lambda claim: claim.causal_number,
    'claim.currency': lambda claim: claim.currency_id.name,
    'claim.amount': lambda claim: claim.amount_claimed,
    'claim.sent': lambda claim: claim.submitted_date,
    'claim.km_unit': lambda claim: 'KMT',  # UN/ECE Recommendation 20; the odometer of a claim is in km
    'claim.technician': lambda claim: claim.job_ids.technician_id[:1].sudo().name,  # sudo: his name alone
}
LINE = {
    'line.kind': lambda line: line.kind,
    'line.code': lambda line: line.code or line.operation_id.code or line.product_id.default_code,
    'line.name': lambda line: line.name,
    'line.quantity': lambda line: line.quantity,
    'line.allowed': lambda line: line.allowed_hours,
    'line.price': lambda line: line.price_unit,
    'line.handling': lambda line: line.handling,
    'line.borne': lambda line: line.borne_amount,
    'line.amount': lambda line: line.amount,
    'line.lot': lambda line: line.lot_number,
    'line.supplier': lambda line: line.supplier_id.name,
}
# Kinds of lines that a column may be for alone; all others are other costs.
OWN_KINDS = ('part', 'labour', 'sublet')
# What a spreadsheet would take for a formula.
FORMULA_STARTS = ('=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠')


def is_of_line(source):
    return source in LINE


def is_for(line_kind, line):
    """Whether a column for lines of ``line_kind`` tells something of ``line``."""
    return line_kind == 'any' or line.kind == line_kind or line_kind == 'other' and line.kind not in OWN_KINDS


def get_value(source, claim, line):
    """What ``source`` tells; '' where there is nothing."""
    if source in LINE:
        value = LINE[source](line) if line else ''
    else:
        value = CLAIM[source](claim)
    return '' if value is False or value is None else value


def neutralise(text):
    """Text of people stays text: no spreadsheet reckons with what a customer said."""
    return f"'{text}" if text.lstrip(' ').startswith(FORMULA_STARTS) else text


def format_value(value, date_format, decimal_mark, local):
    """A value as text: days and moments by the outlet's clock, numbers without thousands."""
    if isinstance(value, datetime.datetime):
        return local(value).strftime(date_format)
    if isinstance(value, datetime.date):
        return value.strftime(date_format)
    if isinstance(value, float):
        return f'{value:.2f}'.replace('.', decimal_mark)
    return str(value)

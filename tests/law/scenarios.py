"""Reads the dated scenarios of ``scenarios/*.json``; README.md beside them says how one is written."""
import json
from datetime import datetime
from pathlib import Path

import pytz

from odoo import fields

from odoo.addons.aftersales.models.law import reckoner

FOLDER = Path(__file__).parent / 'scenarios'


def read_scenarios():
    """:return: list of (file and number, scenario)"""
    return [
        (f'{path.stem} {number}', scenario)
        for path in sorted(FOLDER.glob('*.json'))
        for number, scenario in enumerate(json.loads(path.read_text(encoding='utf-8')), start=1)]


def to_utc(text, tz):
    """A moment of the outlet's clock as naive UTC."""
    local = pytz.timezone(tz).localize(datetime.strptime(text, '%Y-%m-%d %H:%M'))
    return local.astimezone(pytz.utc).replace(tzinfo=None)


def make_fault(values):
    replaced = tuple(reckoner.Replaced(*text.split('/')) for text in values.get('replaced', ()))
    return reckoner.Fault(
        problem=values['problem'], is_severe=values.get('severe', False), kind=values.get('kind', ''),
        assembly=values.get('assembly', ''), part=values.get('part', ''), replaced=replaced,
        is_repaired=values.get('repaired', True), is_unsolved=values.get('unsolved', False))


def make_visit(key, values, tz, unit):
    return reckoner.Visit(
        key=key, start=to_utc(values['agreed'], tz), stop=values['complete'] and to_utc(values['complete'], tz),
        distance_km=values['odometer'] * unit, faults=tuple(make_fault(fault) for fault in values['faults']),
        exempt=tuple(
            reckoner.Span(to_utc(start, tz), to_utc(stop, tz), kind) for start, stop, kind in values.get('left_out', ())),
        loans=tuple(reckoner.Span(to_utc(start, tz), to_utc(stop, tz)) for start, stop in values.get('loaner', ())), tz=tz)


def make_car(scenario):
    values = scenario['car']
    tz, unit = values['clock'], reckoner.KM_PER_MILE if values['unit'] == 'mi' else 1.0
    return reckoner.Car(
        sale=fields.Date.to_date(values['invoiced']), delivery=fields.Date.to_date(values.get('delivered')),
        restart=fields.Date.to_date(values.get('exchanged')), is_household=values['use'] == 'household',
        distance_km=values['odometer'] * unit, price=values['price'], fee_rate=values.get('fee_percent'),
        is_maker_notified=values.get('told_maker', False), tz=tz,
        stays=tuple(make_visit(number, visit, tz, unit) for number, visit in enumerate(scenario['visits'], start=1)))


def get_now(scenario):
    return to_utc(scenario['on'], scenario['car']['clock'])

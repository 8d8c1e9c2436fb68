import hashlib

from odoo import Command, api, fields, models
from odoo.tools import float_compare, format_date

from odoo.addons.aftersales.models.base import table_file
from odoo.addons.aftersales.models.base.inputs import clean_line, clean_text, read_float
from odoo.addons.aftersales.models.exchange.api.aftersales_exchange_api import HIGHEST_ODOMETER, RefusedCall
from odoo.addons.aftersales.models.exchange.document import star_reading
from odoo.addons.aftersales.models.exchange.kind.aftersales_exchange_kind import MODULE

VISITS = {'RepairOrder', 'VehicleServiceHistory'}


class AftersalesExchangeApi(models.AbstractModel):
    """Documents that partners send: visits of cars elsewhere, and what a supplier answers to a parts order."""
    _inherit = 'aftersales.exchange.api'

    # === CALLED BY PARTNERS ===#

    @api.model
    def send_document(self, xml=None):
        """A ``RepairOrder`` or ``VehicleServiceHistory`` of visits elsewhere, or the answer to one of our parts orders.

        Known by the numbers in it: sent again, it is the same; taken as a whole, or not at all.
        """
        return self._answer('send', 'send_document', lambda place: place._take_document_sent(xml))

    # === WHAT IS DONE ===#

    @api.model
    def _take_document_sent(self, xml):
        if not isinstance(xml, str) or not xml.strip():
            raise RefusedCall('invalid', self.env._("“%(name)s” is missing.", name='xml'))
        try:
            title, element = star_reading.read_document(xml)
        except ValueError as error:
            raise RefusedCall('invalid', self._say_fault(str(error)))
        noun = star_reading.get_name(element)
        if noun in VISITS and title.endswith(noun):
            return self._take_visits(noun, element)
        if title == 'AcknowledgePartsOrder' and noun == 'PartsOrder':
            return self._take_answer(star_reading.read_answer(element))
        raise RefusedCall('invalid', self.env._(
            "%(name)s is not taken here: send a RepairOrder, a VehicleServiceHistory, or AcknowledgePartsOrder.",
            name=clean_line(title)[:60]))

    @api.model
    def _say_fault(self, reason):
        return {
            'large': self.env._("The document is too long: at most 4,000,000 signs. Send it in parts."),
            'entities': self.env._("The document declares a type or entities. Send it without: nothing of that is read here."),
            'broken': self.env._("The document is no XML that can be read."),
        }.get(reason) or self.env._("The document has no data area with a noun of STAR in it.")

    # === Visits ===#

    @api.model
    def _take_visits(self, noun, element):
        """All visits become earlier visits of the car; those of this house are known here, and left out."""
        is_history = noun == 'VehicleServiceHistory'
        orders = star_reading.find_all(element, 'RepairOrder') if is_history else [element]
        if not 0 < len(orders) <= star_reading.MOST_VISITS:
            raise RefusedCall('invalid', self.env._(
                "The document has no visit in it, or more than %(count)s.", count=star_reading.MOST_VISITS))
        said = [self._read_visit(order) for order in orders]
        numbers = [visit['number'] for visit in said]
        if doubled := [number for number in numbers if numbers.count(number) > 1]:
            raise RefusedCall('invalid', self.env._("Visit %(number)s stands in the document twice.", number=doubled[0]))
        header = star_reading.get_text(element, 'Vehicle', 'VehicleID') if is_history else said[0]['vin']
        vehicle = self._get_vehicle(self._read_text(header, 'VehicleID', 40), None)
        own = set(self.env['aftersales.order'].search([
            ('vehicle_id', '=', vehicle.id), ('name', 'in', numbers)]).mapped('name'))
        fresh = {visit['number']: self._prepare_visit(visit, vehicle) for visit in said if visit['number'] not in own}
        counts, visits = self._keep_visits(fresh)
        self._tell_of_visits(visits)
        return {'document': noun, 'own': len(own), **counts}, vehicle

    @api.model
    def _read_visit(self, order):
        try:
            visit = star_reading.read_visit(order)
        except ValueError:
            raise RefusedCall('invalid', self.env._("A visit has more than %(count)s lines.", count=star_reading.MOST_LINES))
        visit['number'] = self._read_text(visit['number'], 'DocumentID', 64)
        return visit

    @api.model
    def _prepare_visit(self, visit, vehicle):
        number = visit['number']
        came = self._read_past_day(self._read_text(visit['opened'], f'{number}: RepairOrderOpenedDate', 30), number)
        left = visit['completed'] or visit['invoiced']
        left = self._read_past_day(left[:30], number) if left else False
        if not left or left < came:
            raise RefusedCall('invalid', self.env._(
                "Visit %(number)s is not over, or ended before it began: send it once the car has left.", number=number))
        return {
            'number': number, 'vehicle_id': vehicle.id, 'company_id': self.env.company.id,
            'source': self.env['aftersales.exchange.partner']._get_caller().name, 'date_in': came, 'date_out': left,
            'odometer': self._read_distance(visit, vehicle), 'concern': clean_text(visit['concern'])[:2000],
            'line_ids': [self._prepare_visit_line(line, number) for line in visit['lines'] if line['name'] or line['code']]}

    @api.model
    def _read_distance(self, visit, vehicle):
        """What the odometer showed, in the unit of the car."""
        factor = star_reading.KM_PER_UNIT.get(visit['unit'])
        value = self._read_figure(visit['odometer'], f"{visit['number']}: InDistanceMeasure", 0, HIGHEST_ODOMETER)
        if not factor:
            raise RefusedCall('invalid', self.env._(
                "Visit %(number)s: distances are KMT or SMI, not %(unit)s.", number=visit['number'], unit=visit['unit'][:10]))
        own = star_reading.KM_PER_UNIT['SMI' if vehicle.odometer_unit == 'miles' else 'KMT']
        return round(value * factor / own) if factor != own else value

    @api.model
    def _prepare_visit_line(self, line, number):
        currency = self.env.company.currency_id.name
        if line['currency'] not in ('', currency):
            raise RefusedCall('invalid', self.env._(
                "Visit %(number)s: amounts are kept in %(ours)s here, not in %(theirs)s.", number=number, ours=currency,
                theirs=line['currency'][:10]))
        return {
            'kind': line['kind'], 'code': clean_line(line['code'])[:60] or False,
            'name': clean_line(line['name'] or line['code'])[:300],
            'quantity': self._read_figure(line['quantity'], number, -1e6, 1e6),
            'amount': self._read_figure(line['amount'], number, -1e10, 1e10)}

    @api.model
    def _read_figure(self, text, name, lowest, highest):
        try:
            number = read_float(text) if text else 0.0
        except ValueError:
            number = None
        if number is None or not lowest <= number <= highest:
            raise RefusedCall('invalid', self.env._("“%(name)s” is no number.", name=name))
        return number

    @api.model
    def _keep_visits(self, fresh):
        """:return: (how many are new, changed and known; dict of number: visit that is new or changed)"""
        Visit, kind = self.env['aftersales.past.visit'], self.env['aftersales.exchange.history']
        names = {self._get_sent_name('visit', number): number for number in fresh}
        found = {names[data.name]: data.res_id for data in self.env['ir.model.data'].search([
            ('module', '=', MODULE), ('name', 'in', list(names)), ('model', '=', Visit._name)])}
        there = {visit.id: visit for visit in Visit.search([('id', 'in', list(found.values()))])}
        counts, taken, to_create = dict.fromkeys(('new', 'changed', 'known'), 0), {}, []
        for number, vals in fresh.items():
            visit = there.get(found.get(number))
            vals = {**vals, 'line_ids': [Command.create(line) for line in vals['line_ids']]}
            if not visit:
                to_create.append(vals)
            elif visit.vehicle_id.id == vals['vehicle_id'] and kind._is_same(visit, vals) and (
                    len(vals['line_ids']) == len(visit.line_ids)):
                counts['known'] += 1
            else:
                visit.write({**vals, 'line_ids': [Command.clear(), *vals['line_ids']]})
                counts['changed'] += 1
                taken[number] = visit
        made = Visit.create(to_create)
        self.env['ir.model.data']._update_xmlids([
            {'xml_id': f"{MODULE}.{self._get_sent_name('visit', visit.number)}", 'record': visit} for visit in made])
        counts['new'] = len(made)
        return counts, {**taken, **{visit.number: visit for visit in made}}

    @api.model
    def _tell_of_visits(self, visits):
        """What they say of the car: readings that fit, services that were done."""
        kind = self.env['aftersales.exchange.history']
        kind._take_readings({
            number: (visit.vehicle_id, visit.odometer, visit.date_in) for number, visit in visits.items() if visit.odometer})
        kind._take_services({number: (None, visit) for number, visit in visits.items()})

    @api.model
    def _get_sent_name(self, what, number):
        partner = self.env['aftersales.exchange.partner']._get_caller()
        return f'{what}_{partner.id}_{hashlib.sha256(number.encode()).hexdigest()[:32]}'

    # === The answer to a parts order ===#

    @api.model
    def _take_answer(self, answer):
        """The supplier's own number, and the days he promises; what else he says stands in the log of the order."""
        supplier = self.env['aftersales.exchange.partner']._get_caller().supplier_id.commercial_partner_id
        number = self._read_text(answer['number'], 'DocumentID', 40)
        order = self.env['purchase.order'].search([
            ('name', '=', number), ('company_id', '=', self.env.company.id), ('partner_id', 'child_of', supplier.ids)],
            limit=1) if supplier else self.env['purchase.order']
        if not order:
            raise RefusedCall('unknown', self.env._("No order has this number here."))
        if order.state == 'cancel':
            raise RefusedCall('refused', self.env._("%(order)s is cancelled here.", order=order.name))
        reference = self._read_text(answer['reference'], 'SupplierReferenceString', 60)
        told = [sentence for line in answer['lines'] for sentence in self._take_answer_line(order, line)]
        is_new = order.partner_ref != reference or bool(told)
        if is_new:
            order.partner_ref = reference
            order._message_log(body=self.env._(
                "The supplier confirms it as %(reference)s. %(lines)s", reference=reference, lines="; ".join(told)))
        return {'document': 'PartsOrder', 'is_new': is_new}, order

    @api.model
    def _take_answer_line(self, order, answered):
        """:return: list of sentences on what is other than it was"""
        code = self._read_text(answered['code'], 'ItemID', 60)
        line = order.order_line.filtered(
            lambda line: not line.display_type and code in (order._get_star_code(line), line.product_id.default_code))[:1]
        if not line:
            raise RefusedCall('unknown', self.env._("%(order)s has no line for part %(code)s.", order=order.name, code=code))
        told, quantity = [], self._read_figure(answered['quantity'], code, 0, 1e6)
        if answered['quantity'] and float_compare(
                quantity, line.product_qty, precision_rounding=line.product_uom_id.rounding or 0.01):
            told.append(self.env._(
                "%(part)s: %(confirmed)s confirmed of %(ordered)s", part=code, confirmed=f'{quantity:g}',
                ordered=f'{line.product_qty:g}'))
        if answered['day']:
            day = table_file.read_day(answered['day'])
            if not day or not 0 <= (day - self.env.company._get_today()).days <= 1000:
                raise RefusedCall('invalid', self.env._("“%(name)s” is no day. Write it as 2026-11-18.", name=code))
            if line.date_planned.date() != day:
                line.date_planned = fields.Datetime.to_datetime(day).replace(hour=line.date_planned.hour)
                told.append(self.env._("%(part)s: promised for %(day)s", part=code, day=format_date(self.env, day)))
        return told

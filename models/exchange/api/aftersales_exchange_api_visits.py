import hashlib
from datetime import UTC, datetime

from odoo import Command, api, models

from odoo.addons.aftersales.models.base.inputs import read_phone
from odoo.addons.aftersales.models.exchange.api.aftersales_exchange_api import RefusedCall
from odoo.addons.aftersales.models.exchange.kind.aftersales_exchange_kind import MODULE

MOST_OPERATIONS = 10
MOST_DAYS = 400


class AftersalesExchangeApi(models.AbstractModel):
    """Free times and visits, as customers book them themselves: the same notice, the same days ahead."""
    _inherit = 'aftersales.exchange.api'

    # === CALLED BY PARTNERS ===#

    @api.model
    def get_slots(self, outlet=None, operations=None, skip=0):
        """Free times of an outlet (its code) for operations (their codes), some days at a time."""
        return self._answer('book', 'get_slots', lambda place: place._get_slots(outlet, operations, skip))

    @api.model
    def book(
        self, start=None, name=None, phone=None, plate=None, vin=None, outlet=None, operations=None, concern=None,
        reference=None,
    ):
        """Book a free time; the same reference of the partner twice is one visit."""
        wish = {
            'start': start, 'name': name, 'phone': phone, 'plate': plate, 'vin': vin, 'outlet': outlet,
            'operations': operations, 'concern': concern, 'reference': reference}
        return self._answer('book', 'book', lambda place: place._book_visit(wish))

    # === READING WHAT IS SENT ===#

    @api.model
    def _read_outlet(self, code):
        domain = [('company_id', '=', self.env.company.id)]
        if code:
            domain.append(('code', '=', self._read_text(code, 'outlet', 20)))
        workshop = self.env['aftersales.workshop'].search(domain, order='id', limit=1)
        if not workshop:
            raise RefusedCall('unknown', self.env._("No outlet has this code here."))
        return workshop

    @api.model
    def _read_operations(self, codes):
        if not codes:
            return self.env['aftersales.operation']
        if not isinstance(codes, list | tuple) or len(codes) > MOST_OPERATIONS:
            raise RefusedCall('invalid', self.env._(
                "“%(name)s” is no list of at most %(count)s codes.", name='operations', count=MOST_OPERATIONS))
        wanted = [self._read_text(code, 'operations', 60) for code in codes]
        found = self.env['aftersales.operation'].search([
            ('code', 'in', wanted), ('company_id', 'in', [False, self.env.company.id])])
        if missing := [code for code in wanted if code not in found.mapped('code')]:
            raise RefusedCall('unknown', self.env._("No operation %(code)s is known here.", code=missing[0]))
        return found

    @api.model
    def _read_start(self, value):
        """A naive UTC moment of an ISO text; without a zone it is UTC."""
        text = self._read_text(value, 'start', 40)
        try:
            moment = datetime.fromisoformat(text.replace('Z', '+00:00'))
            moment = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
        except (ValueError, OverflowError):
            moment = None
        if not moment or not 2000 <= moment.year <= 2999:
            raise RefusedCall('invalid', self.env._(
                "“%(name)s” is no moment. Write it as 2026-11-18T09:00:00Z, or take one of the free times.", name='start'))
        return moment.replace(microsecond=0)

    # === WHAT IS DONE ===#

    @api.model
    def _get_slots(self, outlet, operations, skip):
        if isinstance(skip, bool) or not isinstance(skip, int) or not 0 <= skip <= MOST_DAYS:
            raise RefusedCall('invalid', self.env._("“%(name)s” is no number of days.", name='skip'))
        workshop, works = self._read_outlet(outlet), self._read_operations(operations)
        found = workshop._get_online_days(self.env['aftersales.menu'], works, skip=skip)
        return {
            'outlet': workshop.code, 'next_skip': found['next'] or False,
            'days': [{'day': day['label'], 'times': [
                {'start': f"{slot['value'].replace(' ', 'T')}Z", 'local': slot['label']} for slot in day['slots']]}
                for day in found['days']]}, workshop

    @api.model
    def _book_visit(self, wish):
        reference = self._read_text(wish['reference'], 'reference', 80)
        if known := self._find_booked(reference):
            return self._tell_visit(known, is_new=False), known
        start, name = self._read_start(wish['start']), self._read_text(wish['name'], 'name', 80)
        phone = read_phone(self._read_text(wish['phone'], 'phone', 40))
        if not phone:
            raise RefusedCall('invalid', self.env._("“%(name)s” is no number that can be dialled.", name='phone'))
        vehicle = self._find_visitor(wish)
        visit = self.env['aftersales.appointment']._book_online({
            'workshop_id': self._read_outlet(wish['outlet']).id, 'start': start, 'channel': 'web',
            'operation_ids': [Command.set(self._read_operations(wish['operations']).ids)],
            'concern': self._read_text(wish['concern'], 'concern', 1000, is_needed=False),
            'vehicle_id': vehicle.id,
            'license_plate': vehicle.license_plate or self._read_text(wish['plate'], 'plate', 20),
            'contact_name': name, 'phone': phone})
        self.env['ir.model.data'].create({
            'module': MODULE, 'name': self._get_reference_name(reference), 'model': visit._name, 'res_id': visit.id})
        return self._tell_visit(visit, is_new=True), visit

    @api.model
    def _find_visitor(self, wish):
        """The car of the visit, where it is known here; a plate that nobody knows is noted as it is."""
        try:
            return self._get_vehicle(wish['vin'], wish['plate'])
        except RefusedCall as error:
            if error.outcome != 'unknown' or not wish['plate']:
                raise
            return self.env['fleet.vehicle']

    @api.model
    def _get_reference_name(self, reference):
        partner = self.env['aftersales.exchange.partner']._get_caller()
        return f'booking_{partner.id}_{hashlib.sha256(reference.encode()).hexdigest()[:32]}'

    @api.model
    def _find_booked(self, reference):
        data = self.env['ir.model.data'].search([
            ('module', '=', MODULE), ('name', '=', self._get_reference_name(reference)),
            ('model', '=', 'aftersales.appointment')], limit=1)
        return self.env['aftersales.appointment'].browse(data.res_id).exists()

    @api.model
    def _tell_visit(self, visit, is_new):
        return {'is_new': is_new, 'visit': {
            'number': visit.name, 'status': visit.state, 'start': self._say_moment(visit.start),
            'outlet': visit.workshop_id.code, 'plate': visit.license_plate or False}}

from odoo import Command, api, models

from odoo.addons.aftersales.models.exchange.kind.aftersales_exchange_kind import WrongRow

KINDS = {
    '': 'labour', 'labour': 'labour', 'labor': 'labour', 'work': 'labour', '工时': 'labour', '项目': 'labour',
    '维修项目': 'labour',
    'part': 'part', '配件': 'part', '材料': 'part', 'other': 'other', '其他': 'other', '外协': 'other',
}
HIGHEST_ODOMETER = 9_999_999


class AftersalesExchangeHistory(models.AbstractModel):
    """Visits before the installation: what was done to the car, what its odometer showed, which services were done (Q3)."""
    _name = 'aftersales.exchange.history'
    _inherit = ['aftersales.exchange.grouped']
    _description = "Imported Visits"
    _target = 'aftersales.past.visit'

    @api.model
    def _check_may_import(self):
        """Nobody enters earlier visits by hand; who takes over data takes these over."""
        self.env['aftersales.exchange.import'].check_access('create')

    @api.model
    def _read_helps(self, rows, document):
        return self._read_documents(rows, document)

    @api.model
    def _prepare_document(self, head, rows, helps):
        day = self._read_day(head, 'date_in')
        if not day:
            raise WrongRow(self.env._("The day on which the car came is missing."))
        left, vehicle = self._read_day(head, 'date_out'), self._get_vehicle(head, helps)
        today = self.env.company._get_today().isoformat()
        if day > today or (left and not day <= left <= today):
            raise WrongRow(self.env._("A visit that is over came before today, and left after it came."))
        customer = self._get_customer(head, helps)
        return {
            'number': head['number'][:64], 'vehicle_id': vehicle.id, 'partner_id': customer and customer.id,
            'date_in': day, 'date_out': left, 'advisor_name': head.get('advisor'), 'concern': head.get('concern'),
            'odometer': self._read_bounded(head, 'odometer', 0, HIGHEST_ODOMETER),
            'line_ids': [Command.create(line) for line in self._read_lines(rows, self._prepare_line) if line]}

    @api.model
    def _prepare_line(self, values):
        name = values.get('text') or values.get('code')
        if not name:
            return None
        return {
            'kind': self._read_kind(values, KINDS), 'code': values.get('code'), 'name': name[:300],
            'quantity': self._read_bounded(values, 'quantity', -1e6, 1e6),
            'amount': self._read_bounded(values, 'amount', -1e10, 1e10), 'pay_type': values.get('pay_type')}

    @api.model
    def _take_document(self, vals, known, document):
        """A later file says the lines of a visit anew; rows of one visit that stand apart in one file are all its lines."""
        visits = self.env['aftersales.past.visit'].sudo()  # sudo: people read them, only an import writes them
        if not known:
            return visits.create({
                **vals, 'company_id': document.company_id.id, 'source': document.source, 'import_id': document.id,
                'import_run': document.run_number}).with_env(self.env), 'new'
        visit = known.sudo()
        is_going_on = visit.import_id == document and visit.import_run == document.run_number
        if not document.is_update and not is_going_on:
            return known, 'known'
        said = {name: value for name, value in vals.items() if value and (name == 'line_ids' or not is_going_on)}
        if not is_going_on and 'line_ids' in said:
            said['line_ids'] = [Command.clear(), *said['line_ids']]
        visit.write({**said, 'import_id': document.id, 'import_run': document.run_number})
        return known, 'part' if is_going_on else 'changed'

    # === What the visits tell of the car ===#

    @api.model
    def _after_documents(self, taken, document):
        why = self._take_readings({
            key: (visit.vehicle_id, visit.odometer, visit.date_in) for key, (__, visit) in taken.items() if visit.odometer})
        self._take_services(taken)
        return {
            key: self.env._("The visit was taken, its odometer reading was not: %(why)s", why=sentence)
            for key, sentence in why.items()}

    @api.model
    def _take_services(self, taken):
        """Operations that make up a service of the car's maintenance plan are a service done."""
        visits = self.env['aftersales.past.visit'].union(*(visit for __, visit in taken.values()))
        codes = set(visits.line_ids.mapped('code')) - {False}
        known = {operation.code: operation for operation in self.env['aftersales.operation'].search([
            ('code', 'in', list(codes)), ('company_id', 'in', [False, self.env.company.id])])}
        vals_list = []
        for visit in visits:
            operations = self.env['aftersales.operation'].union(*(
                known[line.code] for line in visit.line_ids if line.code in known))
            vals_list += visit.vehicle_id._prepare_service_records(
                operations, odometer=visit.odometer or None, date=visit.date_in)
        self.env['aftersales.service.record']._record([
            {**vals, 'note': self.env._("Earlier visit")} for vals in vals_list])

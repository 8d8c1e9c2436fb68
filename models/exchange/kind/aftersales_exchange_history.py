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
        return {**self._read_documents(rows, document), 'today': document.company_id._get_today().isoformat()}

    @api.model
    def _prepare_document(self, head, rows, helps):
        day = self._read_day(head, 'date_in')
        if not day:
            raise WrongRow(self.env._("The day on which the car came is missing."))
        left, vehicle = self._read_day(head, 'date_out'), self._get_vehicle(head, helps)
        if day > helps['today'] or (left and not day <= left <= helps['today']):
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
    def _take_documents(self, entries, known, document):
        """New visits go in together, and what is known and says the same stays as it is; the others one by one."""
        fresh, same, left = [], [], []
        for entry in entries:
            visit = known.get(entry[0])
            if not visit:
                fresh.append(entry)
            elif document.is_update and not self._is_going_on(visit, document) and self._is_same(visit.sudo(), entry[2]):
                same.append(entry)
            else:
                left.append(entry)
        put_aside = []
        made = self._try_together(fresh, lambda part: self._create_visits(part, document), put_aside)
        visits = self.env[self._target].sudo().union(*(known[key] for key, __, __ in same))
        visits.write({'import_id': document.id, 'import_run': document.run_number})
        left += [entry for entry in fresh if entry[0] in put_aside]
        return [
            *((key, head, visit, 'new', None) for (key, head, __), visit in made),
            *((key, head, known[key], 'known', None) for key, head, __ in same),
            *super()._take_documents(left, known, document)]

    @api.model
    def _create_visits(self, entries, document):
        visits = self.env[self._target].sudo().create([{  # sudo: people read them, only an import writes them
            **vals, 'company_id': document.company_id.id, 'source': document.source, 'import_id': document.id,
            'import_run': document.run_number} for __, __, vals in entries])
        return list(zip(entries, visits.with_env(self.env), strict=True))

    @api.model
    def _is_going_on(self, visit, document):
        """Whether rows of the visit came in this run already: rows that stand apart in one file are all its lines."""
        visit = visit.sudo()
        return visit.import_id == document and visit.import_run == document.run_number

    @api.model
    def _is_same(self, visit, vals):
        """Whether the file says nothing that is not known; an empty cell says nothing."""
        said = {name: value for name, value in vals.items() if value and name != 'line_ids'}
        lines = [line for __, __, line in vals['line_ids']]
        return not self._get_changes(visit, said) and (not lines or len(lines) == len(visit.line_ids) and not any(
            self._get_changes(line, values) for line, values in zip(visit.line_ids, lines, strict=True)))

    @api.model
    def _take_document(self, vals, known, document):
        """A later file says the lines of a visit anew."""
        if not known:
            return self._create_visits([(None, None, vals)], document)[0][1], 'new'
        visit, is_going_on = known.sudo(), self._is_going_on(known, document)
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

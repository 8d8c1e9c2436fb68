from datetime import datetime, time

import pytz

from odoo import Command, api, models

from odoo.addons.aftersales.models.base import table_file
from odoo.addons.aftersales.models.exchange.kind.aftersales_exchange_kind import WrongRow

KINDS = {
    '': 'labour', 'labour': 'labour', 'labor': 'labour', 'work': 'labour', '工时': 'labour', '项目': 'labour',
    '维修项目': 'labour',
    'part': 'part', '配件': 'part', '材料': 'part',
}
CLOCKS = ('%H:%M', '%H:%M:%S')


class AftersalesExchangeOrder(models.AbstractModel):
    """Orders in work in the other system: estimates, or received with the day the car came; nothing is approved by that (Q3).

    An order is taken once: what happens with it afterwards happens here.
    """
    _name = 'aftersales.exchange.order'
    _inherit = ['aftersales.exchange.grouped']
    _description = "Imported Orders in Work"
    _target = 'aftersales.order'

    @api.model
    def _read_helps(self, rows, document):
        def collect(code):
            return list({row['values'][code] for row in rows if row['values'].get(code)})

        of_company = ('company_id', 'in', [False, document.company_id.id])
        codes = collect('code')
        parts = self.env['product.product'].search([('default_code', 'in', codes), of_company], order='id desc')
        operations = self.env['aftersales.operation'].search([('code', 'in', codes), of_company], order='id desc')
        users = self.env['res.users'].search([
            '|', ('name', 'in', collect('advisor')), ('login', 'in', collect('advisor')), ('share', '=', False),
            ('company_ids', 'in', document.company_id.ids)])
        pay_types = self.env['aftersales.pay.type'].search([], limit=500)
        workshops = self.env['aftersales.workshop'].search([('company_id', '=', document.company_id.id)], order='id')
        return {
            **self._read_documents(rows, document),
            'parts': {part.default_code: part for part in parts}, 'operations': {op.code: op for op in operations},
            'users': {**{user.name: user for user in users}, **{user.login: user for user in users}},
            'pay_types': {table_file.fold(key): kind for kind in pay_types for key in (kind.name, kind.code)},
            'workshops': {'': workshops[:1], **{
                table_file.fold(key): shop for shop in workshops for key in (shop.name, shop.code) if key}},
        }

    # === Values ===#

    @api.model
    def _prepare_document(self, head, rows, helps):
        vehicle, customer = self._get_vehicle(head, helps), self._get_customer(head, helps)
        workshop = self._get_named(head, 'outlet', helps['workshops'])
        if not workshop:
            raise WrongRow(self.env._("The company has no outlet that could take the order."))
        if not (customer or vehicle.contact_id or vehicle.owner_id):
            raise WrongRow(self.env._("Nobody is known whose order it is. Add the customer's number, or the car's owner."))
        advisor = head.get('advisor') and helps['users'].get(head['advisor'])
        if head.get('advisor') and not advisor:
            raise WrongRow(self.env._(
                "%(name)s is no user of this company. Leave the advisor empty, or write the name as it is here.",
                name=head['advisor'][:60]))
        received = self._read_moment(head, 'received', workshop)
        if received and received > datetime.now():
            raise WrongRow(self.env._("A car cannot have come in the future."))
        odometer = self._read_bounded(head, 'odometer', 0, 9_999_999)
        if received and not odometer:
            raise WrongRow(self.env._("The car is in the house, so the odometer is needed."))
        return {
            'workshop_id': workshop.id, 'vehicle_id': vehicle.id, **({'partner_id': customer.id} if customer else {}),
            **({'user_id': advisor.id} if advisor else {}), 'concern': head.get('concern'), 'odometer_in': odometer,
            'promise_date': self._read_moment(head, 'promise', workshop), 'received_date': received, 'number': head['number'],
            'job_ids': self._prepare_jobs(rows, helps)}

    @api.model
    def _prepare_jobs(self, rows, helps):
        """A job for each name that the rows say, in their order, with its lines."""
        jobs = {}
        for vals, values in zip(self._read_lines(rows, lambda values: self._prepare_line(values, helps)),
                                (row['values'] for row in rows), strict=True):
            name = values.get('job') or values.get('text') or values.get('code')
            if not name:
                continue
            job = jobs.setdefault(name, {'name': name[:200], 'sequence': 10 + 10 * len(jobs), 'line_ids': []})
            if values.get('pay_type'):
                job['pay_type_id'] = self._get_named(values, 'pay_type', helps['pay_types']).id
            if vals:
                job['line_ids'].append(Command.create({**vals, 'sequence': 10 + len(job['line_ids'])}))
        if not jobs:
            raise WrongRow(self.env._("The order has no work: say at least one job."))
        return [Command.create(job) for job in jobs.values()]

    @api.model
    def _prepare_line(self, values, helps):
        if values.get('pay_type'):
            self._get_named(values, 'pay_type', helps['pay_types'])
        if not (values.get('code') or values.get('quantity')):
            return None
        kind, quantity = self._read_kind(values, KINDS), self._read_bounded(values, 'quantity', 0, 1e5)
        if kind == 'part':
            part = helps['parts'].get(values.get('code'))
            if not part:
                raise WrongRow(self.env._(
                    "No part %(number)s is known here. Import the parts first.", number=(values.get('code') or '')[:40]))
            return {'line_type': 'part', 'product_id': part.id, 'quantity': quantity or 1.0, **self._prepare_price(values)}
        operation = helps['operations'].get(values.get('code'))
        name = values.get('text') or (operation and operation.name) or values.get('job') or values.get('code')
        return {
            'line_type': 'labour', 'operation_id': operation and operation.id, 'name': name,
            'product_id': (operation and operation.product_id or self.env.ref('aftersales.product_labour')).id,
            'quantity': quantity or (operation and operation.hours) or 1.0, **self._prepare_price(values)}

    @api.model
    def _prepare_price(self, values):
        """What the customer was told there; without it the price is the one of here."""
        return {'price_unit': self._read_bounded(values, 'price', 0, 1e8)} if values.get('price') else {}

    @api.model
    def _get_named(self, values, code, known):
        found = known.get(table_file.fold(values.get(code)))
        if not found and values.get(code):
            raise WrongRow(self.env._(
                "“%(name)s” is not known here. Create it first, or leave the cell empty.", name=values[code][:60]))
        return found

    @api.model
    def _read_moment(self, values, code, workshop):
        """Day and time on the clock of the outlet; a day without time is its noon.

        :return: naive UTC moment; False where the cell is empty
        """
        day = self._read_day(values, code)
        if not day:
            return False
        clock = time(12)
        for form in CLOCKS:
            try:
                clock = datetime.strptime(values[code].replace('T', ' ').split(' ', 1)[-1].strip(), form).time()
                break
            except ValueError:
                continue
        local = workshop._get_tz().localize(datetime.combine(datetime.fromisoformat(day), clock))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    # === Taking over ===#

    @api.model
    def _take_document(self, vals, known, document):
        if known:
            return known, 'known'
        received, number = vals.pop('received_date'), vals.pop('number')
        order = self.env['aftersales.order'].with_context(import_file=False).create(vals)
        # The number it had stays in its log, where people look for it.
        order._message_log(body=self.env._(
            "In work in %(system)s as %(number)s.", system=document.source, number=number))
        if received:
            order.sudo().received_date = received  # sudo: the stamp is the system's, here that of the other one
            order.action_receive()
        return order, 'new'

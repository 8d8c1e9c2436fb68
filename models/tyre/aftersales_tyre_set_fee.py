from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import format_date


class AftersalesTyreSet(models.Model):
    """What storage costs, by seasons begun: a fee on the order of a visit, so that it is told, approved and invoiced there."""
    _inherit = 'aftersales.tyre.set'

    fee_ids = fields.One2many('aftersales.tyre.fee', 'set_id', string="Storage Fees", readonly=True)
    # Not stored: a fee goes with the line it stands on, whatever takes the line away.
    paid_until = fields.Date(
        string="Storage Charged Until", compute='_compute_paid_until', help="What is on an order counts.")
    is_fee_due = fields.Boolean(string="Storage to Charge", compute='_compute_is_fee_due', search='_search_is_fee_due')

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('fee_ids.date_to')
    def _compute_paid_until(self):
        Fee = self.env['aftersales.tyre.fee'].sudo()  # sudo: whoever keeps the store is told what is to be charged
        last = dict(Fee._read_group(
            Domain('set_id', 'in', self._origin.ids) & Fee._get_asked_domain(), ['set_id'], ['date_to:max']))
        for tyres in self:
            tyres.paid_until = last.get(tyres._origin, False)

    @api.depends('state', 'paid_until')
    def _compute_is_fee_due(self):
        today = fields.Date.context_today(self)
        for tyres in self:
            tyres.is_fee_due = tyres.state == 'stored' and (not tyres.paid_until or tyres.paid_until < today)

    def _search_is_fee_due(self, operator, value):
        if operator != 'in':
            return NotImplemented
        Fee = self.env['aftersales.tyre.fee'].sudo()  # sudo: as above
        charged = Fee._search(Fee._get_asked_domain() & Domain('date_to', '>=', fields.Date.context_today(self)))
        due = Domain('state', '=', 'stored') & Domain('id', 'not in', charged.subselect('set_id'))
        return due if True in value else ~due

    # === ACTION METHODS ===#

    def action_charge_storage(self):
        """The next season of storage, on the order of the car's visit."""
        if not self.env.user.has_group('aftersales.group_order'):
            raise UserError(self.env._("Storage is put on an order by whoever writes orders."))
        self._claim_for_update()  # two who charge at once charge one season
        self.invalidate_recordset(['paid_until', 'is_fee_due', 'fee_ids'])
        visits, visit = self.vehicle_id._get_tyre_visits(), self.env['aftersales.order']
        for tyres in self:
            order = visits.get((tyres.vehicle_id, tyres.company_id), visit).with_env(self.env)
            if not order:
                raise UserError(self.env._(
                    "%(set)s: %(plate)s has no open order here. Storage is charged with a visit: open its order first.",
                    set=tyres.display_name, plate=tyres.license_plate))
            tyres._check_not_charged(order)
            tyres._charge(order)
        return order._get_records_action() if len(self) == 1 else None

    # === BUSINESS METHODS ===#

    def _check_not_charged(self, order):
        """Who presses second pays no second season: on one visit the next one is charged when this one is over.

        :raises UserError: naming the day
        """
        orders = self.sudo().fee_ids.order_id  # sudo: on which orders it stands
        if self.state == 'stored' and not self.is_fee_due and order in orders:
            raise UserError(self.env._(
                "%(set)s: storage until %(day)s is on %(order)s already.", set=self.display_name,
                day=format_date(self.env, self.paid_until), order=order.name))

    def _charge(self, order):
        self.ensure_one()
        start, stop = self._get_next_season()
        product = self.workshop_id.sudo()._get_tyre_product()  # sudo: what the outlet charges is no secret
        words = self.with_context(lang=order._get_lang())
        name = words.env._(
            "Storage of tyres: %(set)s, %(start)s – %(stop)s", set=' · '.join([self.name, words._describe()]),
            start=format_date(words.env, start), stop=format_date(words.env, stop))
        job = order.env['aftersales.job'].create({
            'order_id': order.id, 'name': name,
            'line_ids': [Command.create({'line_type': 'fee', 'product_id': product.id, 'name': name, 'quantity': 1})],
        })
        # sudo: what is charged is kept by the system; what nobody is asked for any more makes room
        Fee = self.env['aftersales.tyre.fee'].sudo()
        (self.sudo().fee_ids - Fee.search(Domain('set_id', '=', self.id) & Fee._get_asked_domain())).unlink()
        Fee.create({
            'set_id': self.id, 'fee_line_id': job.line_ids.id, 'date_from': start, 'date_to': stop})

    def _get_next_season(self):
        """First and last day of what is charged next: from the day it came in, or after what was charged."""
        self.ensure_one()
        if self.state != 'stored':
            raise UserError(self.env._("%(set)s is not in store: there is nothing to charge.", set=self.display_name))
        came = self.workshop_id._get_local_day(self.stored_date)
        start = max(came, self.paid_until + relativedelta(days=1)) if self.paid_until else came
        months = self.workshop_id.sudo().tyre_fee_months  # sudo: as above
        return start, start + relativedelta(months=months, days=-1)

from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class AftersalesContractEntitlement(models.Model):
    """Work a contract pays for: how often, how often it was done, and how often an open order counts on it.

    The counters are kept with the moves of the ledger, and the table never lets the balance fall below zero.
    """
    _name = 'aftersales.contract.entitlement'
    _description = "Entitlement of a Contract"
    _inherit = ['aftersales.system.values.mixin', 'aftersales.claim.mixin', 'aftersales.contract.work.mixin']
    _order = 'id'

    contract_id = fields.Many2one('aftersales.contract', required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='contract_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    operation_id = fields.Many2one('aftersales.operation', readonly=True, index='btree_not_null', ondelete='restrict')
    menu_id = fields.Many2one('aftersales.menu', readonly=True, index='btree_not_null', ondelete='restrict')
    product_id = fields.Many2one(
        'product.product', string="Part", readonly=True, index='btree_not_null', ondelete='restrict')
    categ_id = fields.Many2one(
        'product.category', string="Category of Parts", readonly=True, index='btree_not_null', ondelete='restrict')
    is_any_work = fields.Boolean(string="Any Work", readonly=True)
    is_standing = fields.Boolean(
        readonly=True, export_string_translation=False,
        help="No work, but what the customer has as long as the contract runs; its ledger needs a row for it.")
    is_unlimited = fields.Boolean(string="Unlimited", readonly=True, help="As often as it is needed while the contract runs.")
    granted = fields.Integer(required=True, default=0, readonly=True, bounds=(0, 1000))
    reserved = fields.Integer(string="In Open Orders", required=True, default=0, readonly=True, bounds=(0, 1000))
    used = fields.Integer(required=True, default=0, readonly=True, bounds=(0, 1000))
    ended = fields.Integer(
        string="Ended Unused", required=True, default=0, readonly=True, bounds=(0, 1000),
        help="Forfeited when the contract ran out, or refunded.")
    times_left = fields.Integer(string="Times Left", compute='_compute_times_left')
    left_text = fields.Char(string="Left", compute='_compute_times_left')
    value = fields.Monetary(string="Value Each", readonly=True, bounds=(0, 1e9), groups='aftersales.group_price')
    value_limit = fields.Monetary(
        string="Pays Each Time Up To", readonly=True, bounds=(0, 1e9), groups='aftersales.group_price')
    own_share = fields.Float(string="Customer's Own Share (%)", digits=(5, 2), readonly=True, bounds=(0, 99))
    interval_months = fields.Integer(string="Once in (Months)", readonly=True, bounds=(0, 120))
    move_ids = fields.One2many(
        'aftersales.contract.move', 'entitlement_id', readonly=True,
        groups='aftersales.group_contract,account.group_account_invoice')

    _balance = models.Constraint(
        'CHECK(reserved >= 0 AND used >= 0 AND ended >= 0'
        ' AND (is_unlimited IS TRUE OR granted >= reserved + used + ended))',
        "Nothing is left of this work in the contract. Reload the page.")

    @api.depends_context('lang')
    @api.depends('granted', 'reserved', 'used', 'ended', 'is_unlimited')
    def _compute_times_left(self):
        for entitlement in self:
            left = entitlement.granted - entitlement.reserved - entitlement.used - entitlement.ended
            entitlement.times_left = 0 if entitlement.is_unlimited else left
            entitlement.left_text = self.env._("unlimited") if entitlement.is_unlimited else str(left)

    @api.depends('contract_id.name', 'operation_id', 'menu_id', 'product_id', 'categ_id', 'is_any_work', 'is_standing')
    def _compute_display_name(self):
        for entitlement in self:
            work = entitlement.menu_id or entitlement.operation_id or entitlement.product_id or entitlement.categ_id
            # sudo: by which contract a job is paid is told to whoever works on it
            entitlement.display_name = f'{entitlement.sudo().contract_id.name} · {work.display_name or entitlement.work_name}'

    def _get_unnamed_work(self):
        # sudo: of which contract it is, is told with it
        return self.sudo().contract_id.type_id._get_standing_name() if self.is_standing else super()._get_unnamed_work()

    def _has_left(self):
        self.ensure_one()
        return self.is_unlimited or self.times_left > 0

    @api.model
    def _find_fitting(self, company, vehicle):
        """What is left for the car today, the contract that ends first before the others."""
        return self._find_left(company, vehicle).filtered(lambda entitlement: entitlement.contract_id._covers(vehicle))

    @api.model
    def _find_left(self, companies, vehicles):
        """The same for many cars, with contracts of which they are no part any more."""
        Contract = self.env['aftersales.contract']
        paying = Domain.OR(Contract._get_paying_domain(company) for company in companies)
        of_cars = Domain('vehicle_id', 'in', vehicles.ids) | Domain('other_vehicle_ids', 'in', vehicles.ids)
        # sudo: what a car's contract pays for is told to whoever takes it in
        return self.sudo().search([('contract_id', 'any', paying & of_cars), ('is_standing', '=', False)]).filtered(
            lambda entitlement: entitlement._has_left() and not entitlement.contract_id.is_past_end
        ).sorted(lambda entitlement: (
            entitlement.contract_id.end_date or date.max, entitlement.is_any_work, entitlement._is_for_parts()))

    def _get_left_sentence(self):
        self.ensure_one()
        if self.is_unlimited:
            return self._get_unlimited_sentence()
        if not self.own_share:
            return self.env._(
                "%(entitlement)s: paid in advance, %(left)s left", entitlement=self.display_name, left=self.times_left)
        return self.env._(
            "%(entitlement)s: paid in advance, %(left)s left; the customer pays %(percent)g %% himself",
            entitlement=self.display_name, left=self.times_left, percent=self.own_share)

    def _get_unlimited_sentence(self):
        self.ensure_one()
        if not self.own_share:
            return self.env._("%(entitlement)s: paid in advance, as often as needed", entitlement=self.display_name)
        return self.env._(
            "%(entitlement)s: paid in advance, as often as needed; the customer pays %(percent)g %% himself",
            entitlement=self.display_name, percent=self.own_share)

    def _fits(self, job):
        """Whether it is what ``job`` does, on a car of the contract."""
        self.ensure_one()
        if not self.contract_id._covers(job.vehicle_id):
            return False
        if self.is_any_work or self.is_standing:
            return self.is_any_work
        if self._is_for_parts():
            return bool(self._get_part_lines(job))
        return self.menu_id == job.menu_id if self.menu_id else self.operation_id == job.operation_id

    def _is_for_parts(self):
        return bool(self.product_id or self.categ_id)

    def _get_part_lines(self, job):
        """Lines of ``job`` with the part, or with parts of the category, that it pays for."""
        self.ensure_one()
        path = self.categ_id.parent_path
        return job._get_sold_lines().filtered(lambda line: line.line_type == 'part' and (
            line.product_id == self.product_id if self.product_id
            else (line.product_id.categ_id.parent_path or '').startswith(path)))

    def _is_valid_at(self, workshop):
        self.ensure_one()
        outlets = self.contract_id.workshop_ids
        return not outlets or workshop in outlets

    def _still_pays(self, job):
        return self._fits(job) and self._is_valid_at(job.order_id.workshop_id)

    def _get_exclusion(self, job):
        """:return: which of ``job`` its contract never pays for, in one sentence, or ''"""
        self.ensure_one()
        excluded = self.contract_id._get_excluded_name(job)
        return excluded and self.env._(
            "%(job)s: %(contract)s never pays for %(work)s. Enter that as a job of its own that the customer pays.",
            job=job.display_name, contract=self.contract_id.display_name, work=excluded)

    def _get_refusal(self, job):
        """:return: why it does not pay for ``job``, although it is for such work, in one sentence, or ''"""
        self.ensure_one()
        names = {'job': job.display_name, 'entitlement': self.display_name}
        exclusion = self._get_exclusion(job)
        if exclusion:
            return exclusion
        if not self._is_valid_at(job.order_id.workshop_id):
            return self.env._(
                "%(job)s: %(entitlement)s is valid at %(outlets)s only.",
                outlets=', '.join(self.contract_id.workshop_ids.mapped('name')), **names)
        if not self.interval_months:
            return ''
        if self.reserved:
            return self.env._(
                "%(job)s: %(entitlement)s pays once in %(months)s months, and another open order counts on it.",
                months=self.interval_months, **names)
        last = self.move_ids.filtered(lambda move: move.kind == 'used').sorted('date')[-1:].date
        free = last and fields.Datetime.context_timestamp(self, last).date() + relativedelta(months=self.interval_months)
        if free and fields.Date.context_today(self) < free:
            return self.env._(
                "%(job)s: %(entitlement)s pays once in %(months)s months, again from %(date)s.",
                months=self.interval_months, date=fields.Date.to_string(free), **names)
        return ''

    def _reserve(self, job):
        self._claim_for_update()
        refusal = self._get_refusal(job)
        if refusal:
            raise UserError(refusal)
        if not self._has_left():
            raise UserError(self.env._(
                "%(entitlement)s: nothing is left. Choose another pay type.", entitlement=self.display_name))
        self.reserved += 1
        self._note('reserved', 1, job)

    def _release(self, job):
        self._claim_for_update()
        self.reserved -= 1
        self._note('released', 1, job)

    def _use(self, job):
        """The work is done and the car leaves: its share of the price is earned, and booked."""
        self.contract_id._claim_for_update()
        self._claim_for_update()
        self.write({'reserved': self.reserved - 1, 'used': self.used + 1})
        contract = self.contract_id
        if not contract.start_date:
            contract._begin()
        is_last = contract._is_all_used()
        rest = contract._get_rest()
        value = rest if is_last else 0 if contract.type_id.recognition != 'use' else min(self.value, rest)
        entry = contract._book_earned({contract: value}, job.order_id.name).get(contract)
        self._note(
            'used', 1, job, value=value, entry_id=entry.id if entry else False, list_value=job._get_contract_list_value())
        if is_last:
            contract._transition('used_up')

    def _end(self, kind, rest=0, entry=None):
        """What is left is forfeited or refunded; of the rest value each takes its part, the last one what remains."""
        ending = self.filtered(lambda entitlement: entitlement._has_left())
        for entitlement in ending:
            left = entitlement.times_left
            value = rest if entitlement == ending[-1] else min(rest, entitlement.value * left)
            rest -= value
            entitlement.ended += left
            entitlement._note(kind, left, value=value, entry_id=entry.id if entry and value else False)

    def _note(self, kind, quantity, job=None, **values):
        self.env['aftersales.contract.move'].create({
            'entitlement_id': self.id, 'kind': kind, 'quantity': quantity, 'job_id': job and job.id, 'user_id': self.env.uid,
            **values})

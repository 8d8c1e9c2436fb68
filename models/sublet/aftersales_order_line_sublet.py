from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date

SUBLET_STATES = [
    ('to_send', "To Send"),
    ('out', "Out"),
    ('back', "Back"),
]
# What the other shop was asked for; changed only by calling the work back.
ASKED_FIELDS = {'line_type', 'product_id', 'product_uom_id', 'quantity', 'sublet_vendor_id', 'sublet_cost'}


class AftersalesOrderLine(models.Model):
    """Work another shop does for us: sent out once it is approved, back by a day, sold with a markup (E8).

    The wait is a hold from sending to return. The parts room buys the work by the hooks below.
    """
    _inherit = 'aftersales.order.line'

    sublet_vendor_id = fields.Many2one(
        'res.partner', string="Sublet Shop", index='btree_not_null', ondelete='restrict', check_company=True, copy=False,
        help="The other shop.")
    sublet_cost = fields.Float(
        string="Vendor's Price", digits='Product Price', copy=False,
        help="What the other shop takes for one unit, without taxes. The customer's price follows by the markup of the "
             "company.", bounds=(None, 1e10), groups='aftersales.group_price')
    sublet_due_date = fields.Datetime(string="Back By", copy=False, help="When the other shop promised to return it.")
    sublet_sent_date = fields.Datetime(string="Sent On", readonly=True, copy=False, index='btree_not_null')
    sublet_back_date = fields.Datetime(string="Came Back On", readonly=True, copy=False)
    sublet_state = fields.Selection(
        SUBLET_STATES, string="Sublet Work", compute='_compute_sublet_state', store=True)
    is_sublet_late = fields.Boolean(
        string="Late Return", compute='_compute_is_sublet_late', search='_search_is_sublet_late')
    sublet_total_cost = fields.Monetary(
        string="Cost", compute='_compute_sublet_total_cost', compute_sudo=True,
        groups='aftersales.group_sublet',
        help="What the other shop bills or asks for, without taxes.")
    sublet_margin = fields.Monetary(
        string="Margin", compute='_compute_sublet_margin', compute_sudo=True, groups='aftersales.group_advisor',
        help="The customer's price less what the other shop takes, both without taxes.")

    _sublet_cost_positive = models.Constraint(
        'CHECK (sublet_cost >= 0)', "What the other shop takes cannot be negative.")
    _sublet_sent_first = models.Constraint(
        'CHECK (sublet_back_date IS NULL OR sublet_back_date >= sublet_sent_date)',
        "Sublet work cannot come back before it was sent.")
    _sublet_idx = models.Index("(order_id) WHERE line_type = 'sublet'")
    _sublet_state_idx = models.Index("(sublet_state, order_id) WHERE sublet_state IS NOT NULL")
    _sublet_out_idx = models.Index("(sublet_due_date) WHERE sublet_sent_date IS NOT NULL AND sublet_back_date IS NULL")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('line_type', 'sublet_sent_date', 'sublet_back_date')
    def _compute_sublet_state(self):
        for line in self:
            if line.line_type != 'sublet':
                line.sublet_state = False
            elif not line.sublet_sent_date:
                line.sublet_state = 'to_send'
            else:
                line.sublet_state = 'back' if line.sublet_back_date else 'out'

    @api.depends('sublet_state', 'sublet_due_date')
    def _compute_is_sublet_late(self):
        now = fields.Datetime.now()
        for line in self:
            line.is_sublet_late = bool(
                line.sublet_state == 'out' and line.sublet_due_date and line.sublet_due_date < now)

    def _search_is_sublet_late(self, operator, value):
        if operator != 'in':
            return NotImplemented
        late = Domain('sublet_state', '=', 'out') & Domain('sublet_due_date', '<', fields.Datetime.now())
        return late if True in value else ~late

    @api.depends('line_type', 'quantity', 'sublet_cost')
    def _compute_sublet_total_cost(self):
        for line in self:
            line.sublet_total_cost = line.quantity * line.sublet_cost if line.line_type == 'sublet' else 0.0

    @api.depends('line_type', 'price_subtotal', 'sublet_total_cost')
    def _compute_sublet_margin(self):
        for line in self:
            line.sublet_margin = line.price_subtotal - line.sublet_total_cost if line.line_type == 'sublet' else 0.0

    @api.depends('sublet_cost')
    def _compute_price_unit(self):
        return super()._compute_price_unit()

    # === CRUD METHODS ===#

    def write(self, vals):
        vals = self._read_inputs(vals)
        if not self.env.su and ASKED_FIELDS & vals.keys():
            self._check_sublet_kept(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        for line in self:
            if line.sublet_sent_date:
                raise UserError(self.env._(
                    "“%(line)s” of %(order)s was sent to %(vendor)s and cannot be deleted. Call the work back first.",
                    line=line.name, order=line.order_id.name, vendor=line.sublet_vendor_id.name,
                ))

    def _check_sublet_kept(self, vals):
        for line in self.filtered('sublet_sent_date'):
            for name in ASKED_FIELDS & vals.keys():
                field = line._fields[name]
                if field.convert_to_cache(vals[name], line) != field.convert_to_cache(line[name], line):
                    raise UserError(self.env._(
                        "“%(line)s” of %(order)s was sent to %(vendor)s; %(field)s cannot change any more. "
                        "Call the work back first.",
                        line=line.name, order=line.order_id.name, vendor=line.sublet_vendor_id.name,
                        field=field._description_string(self.env),
                    ))

    # === ACTION METHODS ===#

    def action_sublet_terms(self):
        """Who does it, for how much and until when."""
        self.ensure_one()
        self._check_may_sublet()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Send to Another Shop"),
            'res_model': 'aftersales.sublet.wizard',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_line_id': self.id},
        }

    def action_send_sublet(self):
        """Order the work from the other shop; asks for the vendor where one line has none."""
        self._check_may_sublet()
        unknown = self.filtered(lambda line: not line.sublet_vendor_id)
        if unknown and len(self) == 1:
            return self.action_sublet_terms()
        if unknown:
            raise UserError(self.env._(
                "Enter who does %(lines)s before sending it.", lines=", ".join(unknown.mapped('name'))))
        self._send_sublet()
        return None

    def action_sublet_back(self):
        """The work is done and back in the house: the wait ends."""
        self._check_may_sublet()
        for line in self:
            line._check_sublet_state('out')
        lines = self.sudo()  # the dates are the system's
        lines.sublet_back_date = fields.Datetime.now()
        lines._after_sublet_back()
        lines._follow_sublet_holds()

    def action_cancel_sublet(self):
        """Call work back that the other shop has not done."""
        self._check_may_sublet()
        for line in self:
            line._check_sublet_state('out')
        lines = self.sudo()  # the dates are the system's
        lines._cancel_sublet_order()
        lines._reset_sublet()

    # === BUSINESS METHODS ===#

    def _check_may_sublet(self):
        self.check_access('read')
        if not self.env.user.has_group('aftersales.group_sublet'):
            raise AccessError(self.env._("Only an advisor, a dispatcher or the parts counter sends work to another shop."))

    def _check_sublet_state(self, state):
        self.ensure_one()
        if self.sublet_state != state:
            labels = dict(self._fields['sublet_state']._description_selection(self.env))
            raise UserError(self.env._(
                "“%(line)s” of %(order)s is not “%(state)s” any more, or no sublet work. Reload the page to see what "
                "happened.",
                line=self.name, order=self.order_id.name, state=labels[state],
            ))

    def _check_may_be_sent(self):
        """Another shop works only on what is approved, on a car that is here, like our own technicians."""
        self.ensure_one()
        job, order = self.job_id, self.order_id
        self._check_sublet_state('to_send')
        if not order.is_in_house or not job.is_open:
            raise UserError(self.env._(
                "“%(line)s” cannot be sent out: job %(job)s of %(order)s is not open, or the car is not here.",
                line=self.name, job=job.shown_name, order=order.name,
            ))
        if not job._is_authorised() or not self._is_authorised() or job._lacks_answer():
            raise UserError(self.env._(
                "“%(line)s” of %(order)s has no approval of the customer. Record the approval before sending it out.",
                line=self.name, order=order.name,
            ))

    def _describe_out(self):
        """Where this work is and what to do, for whoever is kept from going on by it."""
        return self.env._(
            "“%(line)s” of job %(job)s is still with %(vendor)s. Enter its return, or call it back, first.",
            line=self.name, job=self.job_id.shown_name, vendor=self.sublet_vendor_id.name,
        )

    def _send_sublet(self):
        self.order_id._claim_for_update()  # the job may be cancelled meanwhile
        for line in self:
            line._check_may_be_sent()
        lines = self.sudo()  # the dates are the system's, and a purchase is made for people who aren't purchasers
        lines.sublet_sent_date = fields.Datetime.now()
        lines._order_sublet()
        for (job, vendor), job_lines in lines.grouped(lambda line: (line.job_id, line.sublet_vendor_id)).items():
            job._open_hold('sublet', vendor.name)
            job_lines._remind_of_sublet()

    def _remind_of_sublet(self):
        for line in self.filtered('sublet_due_date'):
            user = line.order_id.user_id or self.env.user
            words, day = line.with_context(lang=user.lang), line.order_id.workshop_id._get_local_day(line.sublet_due_date)
            line.order_id.activity_schedule(
                'aftersales.activity_sublet_return',
                date_deadline=day,
                user_id=user.id,
                summary=words.env._(
                    "%(line)s back from %(vendor)s by %(date)s", line=words._get_print_name(),
                    vendor=line.sublet_vendor_id.name, date=format_date(words.env, day)),
            )

    def _reset_sublet(self):
        """The work is to be sent again, or done in the house."""
        lines = self.sudo()
        lines.write({'sublet_sent_date': False, 'sublet_back_date': False})
        lines._follow_sublet_holds()

    def _follow_sublet_holds(self):
        """The wait of a job ends when nothing of it is out any more; so does the reminder of the order."""
        jobs = self.job_id.filtered(lambda job: 'out' not in job.line_ids.mapped('sublet_state'))
        jobs.hold_ids.filtered(lambda hold: hold.kind == 'sublet' and hold.is_open).action_close()
        orders = self.order_id.filtered(lambda order: 'out' not in order.line_ids.mapped('sublet_state'))
        orders.activity_unlink(['aftersales.activity_sublet_return'])

    def _get_payer_prices(self):
        """Sublet work costs the customer the vendor's price and the markup, once that price is known."""
        prices = super()._get_payer_prices()
        for line in self:
            if line.line_type == 'sublet' and line.sublet_cost and line.part_origin != 'customer':
                prices[line] = line._get_sublet_price(line.sublet_cost, line.tax_ids)
        return prices

    def _get_sublet_price(self, cost, taxes):
        """What ``cost`` of one unit makes the customer's price, with the company's markup."""
        self.ensure_one()
        markup = self.company_id.sudo().aftersales_sublet_markup
        return self._add_included_taxes(cost * (1 + markup / 100), taxes)

    def _get_product_line_type(self):
        sublet_id = self.env['ir.model.data']._xmlid_to_res_id('aftersales.product_sublet', raise_if_not_found=False)
        return 'sublet' if sublet_id and self.product_id.id == sublet_id else super()._get_product_line_type()

    def _add_included_taxes(self, price, taxes):
        """A price without taxes as it is typed where those taxes are inside the prices."""
        included = taxes.flatten_taxes_hierarchy().filtered('price_include')
        if not included:
            return price
        base_line = self.env['account.tax']._prepare_base_line_for_taxes_computation(
            {}, tax_ids=included, price_unit=price, quantity=1.0, special_mode='total_excluded',
            currency_id=self.currency_id or self.company_id.currency_id, product_id=self.product_id)
        self.env['account.tax']._add_tax_details_in_base_line(base_line, self.company_id)
        return base_line['tax_details']['raw_total_included_currency']

    # === BUSINESS METHODS: HOOKS ===#

    def _order_sublet(self):
        """Buy the work from the vendors; the parts room does."""

    def _after_sublet_back(self):
        """The work came back; the parts room books its receipt."""

    def _cancel_sublet_order(self):
        """Take the purchase back; the parts room does.

        :raises UserError: when the vendor has the order already
        """

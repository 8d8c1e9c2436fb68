from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

STATES = [('draft', "Being Prepared"), ('active', "In Force"), ('ended', "Ended")]


class AftersalesAgreement(models.Model):
    """What is agreed with a customer whose orders go on account (G4): terms, who may order work, one invoice a month.

    Price list, payment terms and limit are the customer's own in his company, so that orders and invoices follow them by
    themselves; the agreement only shows them. Its life is in ``aftersales_agreement_life.py``, what blocks a customer in
    ``aftersales_agreement_credit.py``.
    """
    _name = 'aftersales.agreement'
    _description = "Frame Agreement"
    _inherit = [
        'aftersales.number.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.claim.mixin',
        'aftersales.batch.mixin', 'aftersales.lasting.mixin', 'aftersales.log.mixin', 'mail.activity.mixin',
    ]
    _order = 'date_from desc, id desc'
    _rec_names_search = ['name', 'partner_id.name']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='draft', index=True, tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related='company_id.currency_id')
    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, index=True, check_company=True, ondelete='restrict', tracking=True,
        domain="[('parent_id', '=', False)]")
    contact_id = fields.Many2one(
        'res.partner', string="Contact", index='btree_not_null', check_company=True, ondelete='restrict', tracking=True,
        domain="[('id', 'child_of', partner_id)]", help="Who answers for the fleet.")
    date_from = fields.Date(string="Valid From", required=True, default=fields.Date.context_today, tracking=True)
    date_to = fields.Date(string="Valid Until", tracking=True, help="Left out: until it is ended.")

    payment_term_id = fields.Many2one(
        'account.payment.term', string="Payment Terms", compute='_compute_terms', inverse='_inverse_payment_term_id',
        compute_sudo=True, check_company=True, help="The customer's own, as on all of his invoices.")
    pricelist_id = fields.Many2one(
        'product.pricelist', compute='_compute_terms', inverse='_inverse_pricelist_id', compute_sudo=True, check_company=True,
        help="The customer's own, as on all of his orders.")
    credit_limit = fields.Monetary(
        compute='_compute_terms', inverse='_inverse_credit_limit', compute_sudo=True, bounds=(0, 1e9),
        groups='aftersales.group_keep_agreement', help="The customer's own in Accounting; zero: no limit.")
    blocks_overdue = fields.Boolean(
        string="Block when Overdue", default=True, tracking=True,
        help="No work is begun while an invoice is overdue, unless the accountant or a manager lets it begin.")
    grace_days = fields.Integer(
        string="Days of Grace", bounds=(0, 365), tracking=True,
        help="An invoice counts as overdue so many days after it was due.")
    approval_limit = fields.Monetary(
        string="No Call Needed Up To", bounds=(0, 1e9), tracking=True,
        groups='aftersales.group_price,aftersales.group_keep_agreement',
        help="With taxes, of all of an order that the customer pays: up to it the agreement counts as his answer. Zero: he is "
             "asked each time.")
    approves_itself = fields.Boolean(
        string="Approved Without a Click", tracking=True,
        help="What a car in the house needs counts as approved once it is entered, as long as all of the order stays below "
             "this limit.")
    order_number_needed = fields.Boolean(
        string="Order Number Needed", tracking=True, help="No order is invoiced without the customer's own number.")
    grouping = fields.Selection([
        ('cost_centre', "By cost centre"), ('plate', "By plate"), ('both', "By cost centre and plate"),
    ], string="Invoice Is Arranged", required=True, default='cost_centre', tracking=True)
    invoice_day = fields.Integer(
        string="Day of the Month", default=25, bounds=(1, 28), tracking=True,
        help="On this day what was released is put onto one invoice.")
    collected_until = fields.Date(string="Collected Until", readonly=True, copy=False)
    next_collection = fields.Date(
        string="Next Collective Invoice", compute='_compute_next_collection', store=True, precompute=True)
    driver_ids = fields.One2many('aftersales.agreement.driver', 'agreement_id', string="Authorised Drivers")
    car_ids = fields.One2many('aftersales.agreement.car', 'agreement_id', string="Cars")
    order_ids = fields.One2many('aftersales.order', 'agreement_id', readonly=True)
    order_count = fields.Integer(compute='_compute_counts')
    waiting_count = fields.Integer(string="Waiting Orders", compute='_compute_counts')
    move_count = fields.Integer(string="Collective Invoices", compute='_compute_move_count', compute_sudo=True)
    note = fields.Text(string="Agreed Besides")

    _active_uniq = models.UniqueIndex(
        "(partner_id, company_id) WHERE state = 'active'",
        "This customer has an agreement in force already. End it first.")
    _check_dates = models.Constraint('CHECK(date_to IS NULL OR date_to >= date_from)', "An agreement ends after it begins.")
    _collect_idx = models.Index("(next_collection) WHERE state <> 'draft'")

    # === COMPUTE AND INVERSE METHODS ===#

    @api.depends('partner_id', 'company_id')
    def _compute_terms(self):
        for agreement in self:
            partner = agreement.partner_id.with_company(agreement.company_id)
            agreement.payment_term_id = partner.property_payment_term_id
            agreement.pricelist_id = partner.property_product_pricelist
            agreement.credit_limit = partner.credit_limit

    def _inverse_payment_term_id(self):
        for agreement in self:
            agreement._get_customer().property_payment_term_id = agreement.payment_term_id

    def _inverse_pricelist_id(self):
        for agreement in self:
            customer = agreement._get_customer()
            if customer.property_product_pricelist != agreement.pricelist_id:
                customer.specific_property_product_pricelist = agreement.pricelist_id

    def _inverse_credit_limit(self):
        for agreement in self:
            if agreement.credit_limit < 0:
                raise ValidationError(self.env._(
                    "%(agreement)s: a limit is zero or more.", agreement=agreement.display_name))
            agreement._get_customer().credit_limit = agreement.credit_limit

    def _get_customer(self):
        """The customer in the agreement's company; written as the system: whoever keeps agreements need not keep partners."""
        self.ensure_one()
        return self.sudo().partner_id.with_company(self.company_id)

    @api.depends('invoice_day', 'collected_until')
    def _compute_next_collection(self):
        for agreement in self:
            last, day = agreement.collected_until, agreement.invoice_day
            if not last or not 1 <= day <= 28:
                agreement.next_collection = False
            else:
                agreement.next_collection = (
                    last.replace(day=day) if day > last.day else last.replace(day=day) + relativedelta(months=1))

    @api.depends('order_ids.collect_state', 'order_ids.invoice_status')
    def _compute_counts(self):
        Order = self.env['aftersales.order']
        counts = dict(Order._read_group([('agreement_id', 'in', self.ids)], ['agreement_id'], ['__count']))
        waiting = dict(Order._read_group(self._get_waiting_domain(), ['agreement_id'], ['__count']))
        for agreement in self:
            agreement.order_count = counts.get(agreement._origin, 0)
            agreement.waiting_count = waiting.get(agreement._origin, 0)

    def _compute_move_count(self):
        counts = dict(self.env['account.move']._read_group(
            [('aftersales_agreement_id', 'in', self.ids)], ['aftersales_agreement_id'], ['__count']))
        for agreement in self:
            agreement.move_count = counts.get(agreement._origin, 0)

    @api.depends('name', 'partner_id.name')
    def _compute_display_name(self):
        for agreement in self:
            agreement.display_name = ' · '.join(filter(None, [agreement.name.strip('/'), agreement.partner_id.name]))

    # === CONSTRAINT METHODS ===#

    @api.constrains('partner_id', 'contact_id')
    def _check_partner(self):
        for agreement in self.sudo():  # sudo: who somebody's company is, is no secret to who enters him
            if agreement.partner_id.commercial_partner_id != agreement.partner_id:
                raise ValidationError(self.env._(
                    "%(partner)s belongs to %(company)s. Make the agreement with the company.",
                    partner=agreement.partner_id.display_name,
                    company=agreement.partner_id.commercial_partner_id.display_name))
            contact = agreement.contact_id
            if contact and contact.commercial_partner_id != agreement.partner_id:
                raise ValidationError(self.env._(
                    "%(contact)s does not belong to %(partner)s. Choose one of its contacts.",
                    contact=contact.display_name, partner=agreement.partner_id.display_name))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._read_inputs(vals) for vals in vals_list])

    def write(self, vals):
        vals = self._read_inputs(vals)
        for name in {'partner_id', 'company_id'} & vals.keys():
            if changed := self.filtered(lambda record, name=name: record.state != 'draft' and record[name].id != vals[name]):
                raise UserError(self.env._(
                    "%(agreement)s is in force or ended: its %(field)s cannot change. End it and make another one.",
                    agreement=changed[0].display_name, field=self._fields[name]._description_string(self.env)))
        return super().write(vals)

    # === ACTION METHODS ===#

    def action_view_orders(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_orders_billing')
        return {**action, 'domain': [('agreement_id', '=', self.id)], 'context': {'create': False}}

    def action_view_waiting(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_orders_billing')
        return {**action, 'domain': list(self._get_waiting_domain()), 'context': {'create': False}}

    def action_open_statement(self):
        """What was charged and paid in a period, and what the cars cost."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Statement and Fleet Report"), 'target': 'new',
            'view_mode': 'form', 'views': [(False, 'form')], 'res_model': 'aftersales.agreement.statement',
            'context': {'default_agreement_id': self.id}}

    def action_view_moves(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_order_invoices')
        return {**action, 'domain': [('aftersales_agreement_id', '=', self.id)], 'context': {'create': False}}

    # === BUSINESS METHODS ===#

    def _get_waiting_domain(self):
        return Domain('agreement_id', 'in', self.ids) & Domain('collect_state', '=', 'released') & Domain(
            'invoice_status', '=', 'to_invoice')

    @api.model
    def _find(self, partners, companies):
        """Agreements that are or were in force, as ``{(customer, company): agreements}``, the newest first."""
        # sudo: whose order it is, is found for whoever writes it
        found = self.sudo().search([
            ('partner_id', 'in', partners.ids), ('company_id', 'in', companies.ids), ('state', '!=', 'draft')])
        return found.grouped(lambda agreement: (agreement.partner_id, agreement.company_id))

    def _is_valid_on(self, day):
        self.ensure_one()
        return self.date_from <= day and (not self.date_to or day <= self.date_to)

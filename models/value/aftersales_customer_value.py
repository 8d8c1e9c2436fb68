from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.aftersales.models.base.inputs import clean_line

from .reckoner import CLASSES, STATUSES

KINDS_OF_POINTS = ('frequency', 'amount', 'recency', 'loyalty')


class AftersalesCustomerValue(models.Model):
    """What a customer is worth to a company, and whether he stays: his class, his status, and why (J6).

    Class and status are decisions of a night, stored with their day (``decided_date``): lists, calls and figures of a day
    must all speak of the same class, and a class that changed has to be told. What they rest on is stored with them, so
    that the words on the customer say of which numbers the class was made, not of which it would be made now. The nightly
    pass is in ``_pass``.
    """
    _name = 'aftersales.customer.value'
    _description = "Value of a Customer"
    _inherit = ['aftersales.system.values.mixin', 'aftersales.batch.mixin', 'aftersales.lasting.mixin']
    _order = 'value_class, points desc, id'
    _rec_names_search = ['partner_id.name', 'partner_id.phone']

    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True, ondelete='cascade')
    currency_id = fields.Many2one(related='company_id.currency_id')
    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, readonly=True, index=True, ondelete='cascade')
    partner_phone = fields.Char(related='partner_id.phone', string="Phone")
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", readonly=True, index='btree_not_null', help="Of the last visit.")
    user_id = fields.Many2one(
        'res.users', string="Advisor", readonly=True, index='btree_not_null', help="Of the last visit.")

    # What it rests on.
    visits = fields.Integer(string="Visits in 12 Months", readonly=True)
    total_visits = fields.Integer(string="Visits in All", readonly=True)
    spend = fields.Monetary(
        string="Spent in 24 Months", readonly=True, groups='aftersales.group_price,base.group_portal',
        help="What was invoiced to the customer for our work, less credit notes, without taxes.")
    first_visit = fields.Date(readonly=True)
    last_visit = fields.Date(readonly=True, index='btree_not_null')
    is_overdue = fields.Boolean(string="Service Long Due", readonly=True)
    points_frequency = fields.Integer(string="Points for Visits", readonly=True, aggregator='avg')
    points_amount = fields.Integer(string="Points for Money", readonly=True, aggregator='avg')
    points_recency = fields.Integer(string="Points for the Last Visit", readonly=True, aggregator='avg')
    points_loyalty = fields.Integer(string="Points for Years", readonly=True, aggregator='avg')
    points = fields.Integer(readonly=True, aggregator='avg')

    # What was decided.
    points_class = fields.Selection(CLASSES, string="Class by Points", readonly=True)
    value_class = fields.Selection(CLASSES, string="Value Class", readonly=True, index=True)
    status = fields.Selection(STATUSES, readonly=True, index=True)
    is_loyal = fields.Boolean(string="Loyal", readonly=True)
    was_loyal = fields.Boolean(string="Loyal Until the Last Visit", readonly=True)
    decided_date = fields.Date(string="Worked Out On", readonly=True, help="The night whose pass came to this.")
    explanation = fields.Text(compute='_compute_explanation', groups='aftersales.group_price,base.group_portal')
    needs_case = fields.Boolean(readonly=True, help="Lost, and nobody was told to win him back yet.")

    # By hand.
    override_class = fields.Selection(CLASSES, string="Class by Hand", readonly=True)
    override_until = fields.Date(string="By Hand Until", readonly=True)
    override_reason = fields.Char(string="Why by Hand", readonly=True)
    override_user_id = fields.Many2one('res.users', string="By Hand By", readonly=True, index='btree_not_null')

    change_ids = fields.One2many('aftersales.customer.value.change', 'value_id', string="History", readonly=True)
    lost_ids = fields.One2many('aftersales.lost.customer', 'value_id', string="Win-back", readonly=True)

    _partner_uniq = models.Constraint("UNIQUE (company_id, partner_id)", "This customer's value is kept already.")
    _needs_case_idx = models.Index("(id) WHERE needs_case IS TRUE")  # as searches ask, or it is not used
    _class_idx = models.Index("(company_id, value_class, status)")

    # === COMPUTE METHODS ===#

    @api.depends('partner_id.name', 'value_class', 'status')
    @api.depends_context('lang')
    def _compute_display_name(self):
        statuses = dict(self._fields['status']._description_selection(self.env))
        for value in self:
            value.display_name = ' · '.join(filter(None, (
                value.partner_id.name, (value.value_class or '').upper(), statuses.get(value.status))))

    @api.depends('points', 'value_class', 'status', 'override_class', 'override_until')
    @api.depends_context('lang')
    def _compute_explanation(self):
        for value in self:
            value.explanation = '\n'.join(value._explain()) if value.decided_date else False

    # === ACTION METHODS ===#

    def action_win_back(self):
        """Take up a customer who is lost, or about to be: who cares, why he stays away, what is done."""
        self.ensure_one()
        self.check_access('read')
        case = self.env['aftersales.lost.customer'].search([
            ('value_id', '=', self.id), ('state', 'in', ('open', 'offered'))], limit=1)
        if not case:
            if self.status not in ('risk', 'lost'):
                raise UserError(self.env._(
                    "%(customer)s is not lost: there is nobody to win back.", customer=self.display_name))
            case.check_access('write')
            case = self.sudo()._open_cases().with_env(self.env)  # sudo: what is known of him is the system's
        return {
            'type': 'ir.actions.act_window', 'res_model': case._name, 'res_id': case.id, 'view_mode': 'form',
            'views': [(False, 'form')]}

    def action_end_by_hand(self):
        """The points count again, before the day until which somebody knew better."""
        self._end_by_hand()

    @api.readonly
    def action_view_customer(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'res_model': 'res.partner', 'res_id': self.partner_id.id, 'view_mode': 'form',
            'views': [(False, 'form')]}

    # === BUSINESS METHODS: BY HAND ===#

    def _set_by_hand(self, value_class, until, reason):
        """A manager knows better, for a time and with a reason; the log of changes tells who.

        :raises AccessError: for whoever is no manager
        """
        self.env['aftersales.value.band'].check_access('write')  # whoever decides how customers are valued
        reason = clean_line(reason or '')
        if not reason:
            raise UserError(self.env._("Write why; blanks are no reason."))
        today = self._get_today()
        if not until or until < today:
            raise UserError(self.env._("Say until when the class holds: a day to come."))
        for value in self:
            value._claim_by_hand(value_class, {
                'override_class': value_class, 'override_until': until, 'override_reason': reason,
                'override_user_id': self.env.uid}, reason)

    def _end_by_hand(self):
        """The points count again."""
        self.env['aftersales.value.band'].check_access('write')
        for value in self.filtered('override_class'):
            value._claim_by_hand(value.points_class, {
                'override_class': False, 'override_until': False, 'override_reason': False, 'override_user_id': False},
                self.env._("The points count again"))

    def _claim_by_hand(self, value_class, vals, reason):
        system, today = self.sudo(), self._get_today()  # sudo: class and history are the system's
        before = self.value_class
        reckoner = system.company_id._get_value_reckoner()
        system.write({
            **vals, 'value_class': value_class, 'decided_date': today,
            'is_loyal': reckoner.is_loyal(self.visits, value_class) and self.status != 'lost'})
        system.env['aftersales.customer.value.change'].create({
            'value_id': self.id, 'date': today, 'class_before': before, 'value_class': value_class,
            'status_before': self.status, 'status': self.status, 'points': self.points, 'user_id': self.env.uid,
            'reason': reason})
        system.flush_recordset()
        system.env['aftersales.followup']._take_classes(system.partner_id.ids, system.company_id)

    def _get_today(self):
        company = self.company_id[:1] or self.env.company
        return company._get_today()

    # === BUSINESS METHODS: WORDS ===#

    def _explain(self):
        """Sentences on the numbers that the class was made of, in the reader's language."""
        self.ensure_one()
        company, lines = self.company_id.sudo(), self._explain_points()  # sudo: limits are no secret
        if self.override_class:
            lines.append(self.env._(
                "Class %(class_name)s by hand until %(day)s: %(reason)s (%(user)s). By points it is %(by_points)s.",
                class_name=self.override_class.upper(), day=fields.Date.to_string(self.override_until),
                reason=self.override_reason, user=self.override_user_id.sudo().name,
                by_points=(self.points_class or '').upper()))
        else:
            lines.append(self.env._(
                "%(points)d points: class %(class_name)s (A from %(a)d, B from %(b)d).", points=self.points,
                class_name=(self.value_class or '').upper(), a=company.aftersales_class_a, b=company.aftersales_class_b))
        lines.append(self._explain_status(company))
        if self.is_loyal:
            lines.append(self.env._(
                "Loyal: %(count)d visits in 12 months or more, and class A or B.", count=company.aftersales_loyal_visits))
        lines.append(self.env._("Worked out for %(day)s.", day=fields.Date.to_string(self.decided_date)))
        return lines

    def _explain_points(self):
        spend = self.currency_id.format(self.spend)
        return [
            self.env._("Visits in 12 months: %(count)d (%(points)d points).", count=self.visits, points=self.points_frequency),
            self.env._("Spent in 24 months: %(amount)s (%(points)d points).", amount=spend, points=self.points_amount),
            self.env._(
                "Last visit on %(day)s (%(points)d points).", day=fields.Date.to_string(self.last_visit),
                points=self.points_recency),
            self.env._(
                "Customer since %(day)s (%(points)d points).", day=fields.Date.to_string(self.first_visit),
                points=self.points_loyalty),
        ]

    def _explain_status(self, company):
        if self.status == 'lost':
            return self.env._("Lost: no visit for more than %(count)d months.", count=company.aftersales_lost_months)
        if self.status == 'risk' and self.is_overdue:
            return self.env._(
                "At risk: a service is due for more than %(count)d days.", count=company.aftersales_overdue_days)
        if self.status == 'risk':
            return self.env._("At risk: no visit for more than %(count)d months.", count=company.aftersales_risk_months)
        if self.status == 'new':
            return self.env._("New: one visit so far.")
        return self.env._("Active: came within %(count)d months.", count=company.aftersales_risk_months)

    # === BUSINESS METHODS: WHO IS LOST ===#

    def _get_failure_document(self):
        return self.partner_id

    def _open_cases(self):
        """Who is lost has a case: with the advisor of the last visit as its owner, where he still works here."""
        self.needs_case = False
        return self.env['aftersales.lost.customer']._open_for(self)

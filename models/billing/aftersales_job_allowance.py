from markupsafe import escape

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import float_compare, float_repr

ASKED_TASK = 'aftersales.mail_activity_allowance'


class AftersalesJob(models.Model):
    """What may be given away of a job beyond a person's own limit: asked for with a reason, allowed by who may give it.

    Goodwill and internal work begin that way: the manager allows so many percent up to an amount, then the advisor adds
    the work as ever. The allowance is the job's, does not go along to copies, and stays in the log.
    """
    _inherit = 'aftersales.job'

    allowance_percent = fields.Float(
        string="May Be Given Away (%)", digits='Discount', readonly=True, copy=False, tracking=True,
        help="Of the job's list value, beyond the limit of who works on it.")
    allowance_amount = fields.Monetary(
        string="Up To", readonly=True, copy=False, tracking=True, help="List value, with taxes, that may be given away.",
        groups='aftersales.group_price,base.group_portal',
    )
    allowance_user_id = fields.Many2one('res.users', string="Allowed By", readonly=True, copy=False, index='btree_not_null')
    asked_percent = fields.Float(string="Asked to Give Away (%)", digits='Discount', readonly=True, copy=False)
    asked_amount = fields.Monetary(
        string="Asked Up To", readonly=True, copy=False,
        groups='aftersales.group_price,base.group_portal',
    )
    asked_user_id = fields.Many2one('res.users', string="Asked By", readonly=True, copy=False)
    allowance_reason = fields.Char(string="Why It Is Given Away", readonly=True, copy=False, tracking=True)
    may_ask_allowance = fields.Boolean(compute='_compute_may_allowance')
    may_allow = fields.Boolean(compute='_compute_may_allowance')

    _check_allowance_percent = models.Constraint(
        'CHECK(allowance_percent >= 0 AND allowance_percent <= 100 AND asked_percent >= 0 AND asked_percent <= 100)',
        "What is given away is between 0 and 100 % of the list value.")
    _check_allowed_amount = models.Constraint(
        'CHECK(allowance_amount >= 0 AND asked_amount >= 0)', "What is given away is no negative amount.")

    _asked_idx = models.Index("(order_id) WHERE asked_percent > 0")

    # === COMPUTE METHODS ===#

    @api.depends('asked_percent', 'order_id.state')
    @api.depends_context('uid')
    def _compute_may_allowance(self):
        Limit = self.env['aftersales.discount.limit']
        is_office = self.env.user.has_group('aftersales.group_job')
        limits = {company: Limit._get_user_limit(company) for company in self.company_id}
        for job in self:
            limit = limits.get(job.company_id, 0.0)
            is_open = not job.order_id.is_locked and job.state != 'cancelled'
            job.may_ask_allowance = is_open and is_office and limit < 100 and not job.asked_percent
            job.may_allow = is_open and is_office and bool(job.asked_percent) and float_compare(
                limit, job.asked_percent, precision_digits=2) >= 0

    # === ACTION METHODS ===#

    def action_ask_allowance(self):
        self.ensure_one()
        self._check_may_ask_allowance()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Ask to Give Away"),
            'res_model': 'aftersales.allowance.wizard',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_job_id': self.id},
        }

    def action_allow(self):
        """What was asked for may be given away from now on."""
        self._check_may_allow()
        for job in self.sudo():  # sudo: kept by the system
            told = job.with_context(lang=job.asked_user_id.lang)
            job.write({
                'allowance_percent': job.asked_percent, 'allowance_amount': job.asked_amount,
                'allowance_user_id': self.env.uid, 'asked_percent': 0.0, 'asked_amount': 0.0})
            job._answer_asked(told.env._("Allowed: up to %(percent)s %%, %(amount)s.", **told._get_allowance_words(
                job.allowance_percent, job.allowance_amount)))

    def action_refuse_allowance(self):
        self._check_may_allow()
        for job in self.sudo():  # sudo: kept by the system
            told = job.with_context(lang=job.asked_user_id.lang)
            words = told._get_allowance_words(job.asked_percent, job.asked_amount)
            job.write({'asked_percent': 0.0, 'asked_amount': 0.0})
            job._answer_asked(told.env._("Not allowed: %(percent)s %%, %(amount)s.", **words))

    # === BUSINESS METHODS ===#

    def _check_may_ask_allowance(self):
        self.check_access('write')
        for job in self:
            job.order_id._check_unlocked()
            if not job.may_ask_allowance:
                raise UserError(self.env._(
                    "Job %(job)s: there is nothing to ask for. It was asked already, the job is closed, or you may give it "
                    "away yourself.", job=job.shown_name))

    def _check_may_allow(self):
        self.check_access('write')
        self.order_id._claim_for_update()
        for job in self:
            job.order_id._check_unlocked()
            if not job.asked_percent:
                raise UserError(self.env._(
                    "Nobody asks to give away anything of job %(job)s. Reload the page to see what happened.",
                    job=job.shown_name))
            if not job.may_allow:
                raise AccessError(self.env._(
                    "Job %(job)s: %(percent)s %% are allowed by these roles: %(roles)s.", job=job.shown_name,
                    percent=float_repr(job.asked_percent, 2),
                    roles=self.env['aftersales.discount.limit']._get_able_roles(job.company_id, job.asked_percent)))

    def _ask_allowance(self, percent, amount, reason):
        """Ask whoever may give that much: a task, which ends with the answer.

        :return: res.users who are asked
        """
        self.ensure_one()
        self._check_may_ask_allowance()
        job = self.sudo()  # sudo: kept by the system
        people = self.env['aftersales.discount.limit']._get_able_people(self.company_id, percent)
        if not people:
            raise UserError(self.env._(
                "Nobody of %(company)s may give away that much. Ask an administrator for the limits of the roles.",
                company=self.company_id.name))
        job.write({
            'asked_percent': percent, 'asked_amount': amount, 'asked_user_id': self.env.uid, 'allowance_reason': reason})
        for person in people:
            told = job.with_context(lang=person.lang)
            told.activity_schedule(
                ASKED_TASK, user_id=person.id, date_deadline=fields.Date.context_today(self),
                summary=told.env._(
                    "%(job)s of %(order)s: give away %(percent)s %%, up to %(amount)s", job=told.shown_name,
                    order=told.order_id.name, **told._get_allowance_words(percent, amount)),
                note=escape(reason))
        return people

    def _answer_asked(self, answer):
        """End the task, and tell who asked.

        :param answer: in the words of who asked (``lang=``)
        """
        self.ensure_one()
        self.activity_feedback([ASKED_TASK], feedback=answer)
        self.message_post(body=answer, partner_ids=self.asked_user_id.partner_id.ids)

    def _get_allowance_words(self, percent, amount):
        return {'percent': float_repr(percent, 2), 'amount': self.currency_id.format(amount)}

    def _is_allowed(self, rate):
        """Whether a higher role has allowed to give away ``rate`` percent, up to some amount."""
        self.ensure_one()
        allowed = self.sudo().allowance_percent  # sudo: what was allowed is for whoever works on the job
        return bool(allowed) and float_compare(rate, allowed, precision_digits=2) <= 0

    def _check_allowance_amount(self, given, limit):
        """More work does not come along with what was allowed of less.

        :param given: amount that is given away now
        :param limit: percent that the user may give away himself
        """
        self.ensure_one()
        job = self.sudo()  # sudo: what was allowed is for whoever works on the job
        rates = self._get_given_rates()
        is_beyond = any(
            float_compare(rate, limit, precision_digits=2) > 0 for key, rate in rates.items() if key != ('amount', self))
        if is_beyond and job.currency_id.compare_amounts(given, job.allowance_amount) > 0:
            raise UserError(self.env._(
                "Job %(job)s of %(order)s: %(given)s would be given away, and %(allowed)s are allowed. "
                "Use “Ask to Give Away” on the job.", job=job.shown_name, order=job.order_id.name,
                given=job.currency_id.format(given), allowed=job.currency_id.format(job.allowance_amount)))

    def _get_given_amount(self):
        """List value of what is sold, with taxes, less what somebody pays."""
        self.ensure_one()
        package = self._get_package_lines()
        value = sum(
            line._get_raw_total(line._get_list_unit_price(), line._get_list_taxes(), line.quantity)
            for line in self._get_sold_lines() if line not in package)
        if package:
            value += self._get_package_value(package)
        return max(value - sum(amount for partner, amount in self._get_payer_amounts() if self._is_paid_by(partner)), 0.0)

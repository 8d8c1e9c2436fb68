from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import format_date

# What a choice of the customer's page is called, before the alternative's number.
CHOICE = 'alternative-'


class AftersalesAlternative(models.Model):
    """What the customer may choose instead of a job's lines: other parts, a smaller repair, or the same work later.

    The job's own lines are the first choice. One that is chosen becomes the job's lines, and holds from then on what
    was offered beside it; what both of them said is frozen in the answer (``aftersales.authorisation``). Whatever was
    not chosen ends with the answer, or lapses after its last day.
    """
    _name = 'aftersales.alternative'
    _inherit = ['aftersales.frozen.mixin', 'aftersales.system.values.mixin', 'aftersales.batch.mixin']
    _description = "Alternative"
    _order = 'job_id.id desc, sequence, id'
    _rec_names_search = ['name', 'order_id.name']
    _check_company_auto = True

    # === DEFAULT METHODS ===#

    @api.model
    def default_get(self, fields):
        """A new one begins with the job's lines: what differs is then changed."""
        defaults = super().default_get(fields)
        job = self.env['aftersales.job'].browse(defaults.get('job_id') or ())
        if job and 'line_ids' in fields and 'line_ids' not in defaults:
            defaults['line_ids'] = [Command.create(line._prepare_alternative_line_vals()) for line in job._get_lines_to_offer()]
        if job and 'valid_until' in fields and not defaults.get('valid_until'):
            defaults['valid_until'] = job._get_alternatives_end()
        return defaults

    # === FIELDS ===#

    job_id = fields.Many2one('aftersales.job', required=True, index=True, ondelete='cascade')
    order_id = fields.Many2one(related='job_id.order_id', store=True, index=True, precompute=True)
    company_id = fields.Many2one(related='job_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='job_id.currency_id')
    sequence = fields.Integer(default=10)
    name = fields.Char(
        required=True, max_length=80, help="What the customer reads beside the price, e.g. Aftermarket parts.")
    is_later = fields.Boolean(
        string="Left for Later", help="The customer may have the same work done later: chosen, the job waits as declined work.")
    valid_until = fields.Date(
        help="The last day on which it may be chosen. The night after, it lapses. Empty: it does not lapse.")
    state = fields.Selection(
        [('offered', "Open to Choose"), ('chosen', "Customer's Choice"), ('passed', "Not Chosen"), ('lapsed', "Lapsed")],
        string="Status", required=True, readonly=True, default='offered', copy=False)
    closed_date = fields.Datetime(string="Ended On", readonly=True, copy=False)
    line_ids = fields.One2many('aftersales.alternative.line', 'alternative_id', string="Labour and Parts")
    amount_total = fields.Monetary(
        string="Total", compute='_compute_amount_total', compute_sudo=True, groups='aftersales.group_price,base.group_portal',
        help="What the job costs with it, with taxes.")
    order_total = fields.Monetary(
        string="Total of the Order", compute='_compute_order_total', compute_sudo=True,
        groups='aftersales.group_price,base.group_portal', help="What all of the order costs with it, with taxes.")

    _lapsing_idx = models.Index("(valid_until) WHERE state = 'offered' AND valid_until IS NOT NULL")

    # === COMPUTE METHODS ===#

    @api.depends('line_ids.price_total')
    def _compute_amount_total(self):
        for alternative in self:
            alternative.amount_total = sum(alternative.line_ids.mapped('price_total'))

    @api.depends('line_ids.price_total', 'is_later', 'state')
    def _compute_order_total(self):
        for alternative in self:
            is_live = alternative.state == 'offered' and alternative.job_id
            alternative.order_total = alternative._get_order_total() if is_live else 0.0

    # === CONSTRAINT METHODS ===#

    @api.constrains('job_id', 'is_later', 'line_ids')
    def _check_work(self):
        for alternative in self:
            if alternative.is_later and alternative.line_ids:
                raise ValidationError(self.env._(
                    "“%(name)s” is the same work at another time: it has no lines of its own. Take them off.",
                    name=alternative.name))
            if not alternative.is_later and not any(line.quantity for line in alternative.line_ids):
                raise ValidationError(self.env._(
                    "“%(name)s” has no labour and no parts: there is nothing to choose. Add a line.", name=alternative.name))

    @api.onchange('is_later')
    def _onchange_is_later(self):
        if self.is_later:
            self.line_ids = [Command.clear()]

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        alternatives = super().create(vals_list)
        alternatives._check_may_be_offered()
        # sudo: a mark of the system, so that a job without alternatives need not be asked for them
        alternatives.job_id.sudo().filtered(lambda job: not job.has_alternatives).has_alternatives = True
        return alternatives

    def write(self, vals):
        if 'job_id' in vals and any(alternative.job_id.id != vals['job_id'] for alternative in self):
            raise UserError(self.env._("An alternative stays with its job. Delete it and offer it of the other job."))
        return super().write(vals)

    # === BUSINESS METHODS ===#

    def _is_frozen(self):
        return self.state != 'offered'

    def _get_frozen_message(self):
        return self.env._(
            "“%(name)s” of %(job)s has ended (%(state)s) and stays as it was offered. Offer another alternative instead.",
            name=self.name, job=self.job_id.shown_name,
            state=dict(self._fields['state']._description_selection(self.env))[self.state])

    def _check_may_be_offered(self):
        self.order_id._claim_for_update()  # an answer that comes meanwhile has seen what is offered
        self.order_id._check_unlocked()
        for job in self.job_id:
            if not job._may_offer_alternatives():
                raise UserError(self.env._(
                    "Alternatives of %(job)s cannot be offered: it must wait as a whole for the customer's answer, nothing "
                    "of it done or approved yet, and its price must not be a menu's.", job=job.shown_name))

    def _prepare_continued_vals(self, job):
        """The same choice, offered of a job with which the work goes on."""
        self.ensure_one()
        return {
            'job_id': job.id, 'name': self.name, 'is_later': self.is_later, 'sequence': self.sequence,
            'valid_until': self.valid_until,
            'line_ids': [Command.create(line._prepare_draft_vals()) for line in self.line_ids]}

    def _get_choice(self):
        """What the customer's page sends when it is chosen."""
        return f'{CHOICE}{self.id}'

    def _is_open_on(self, day):
        self.ensure_one()
        return self.state == 'offered' and not (self.valid_until and self.valid_until < day) and (
            self.is_later or bool(self.line_ids))

    def _get_drafts(self):
        """The lines as the job would have them, priced as any other of it; nothing of them is saved."""
        self.ensure_one()
        return self.job_id._draft_lines(self.line_ids)

    def _get_other_lines(self):
        """What the order has besides when this is chosen."""
        return self.order_id._get_live_lines() - self.job_id.line_ids

    def _get_order_total(self):
        """What the order costs when this is chosen, rounded for each payer as his invoice will be."""
        self.ensure_one()
        order = self.order_id
        base_lines, by_payer = (self._get_other_lines() + self._get_drafts())._get_rounded_base_lines(), {}
        for base_line in base_lines:
            by_payer.setdefault(base_line['record'].job_id._get_principal()._origin, []).append(base_line)
        summarise = self.env['account.tax']._get_tax_totals_summary
        return sum(
            summarise(of_payer, order.currency_id, order.company_id)['total_amount_currency'] for of_payer in by_payer.values())

    def _get_shown_content(self):
        """The alternative as the customer sees it: plain values, frozen with his answer."""
        self.ensure_one()
        return {
            'id': self.id,
            'name': self.name,
            'later': self.is_later,
            'valid_until': fields.Date.to_string(self.valid_until) or '',
            'total': self.currency_id.format(self.amount_total),
            'lines': [line._get_shown_content() for line in self.line_ids],
        }

    # === BUSINESS METHODS: HOW IT ENDS ===#

    def _take(self):
        """Let its lines be the job's; it keeps those the job had, as what was offered beside them.

        sudo: whoever may record the customer's answer, also who else does not change work.
        """
        self.ensure_one()
        alternative, job = self.sudo(), self.sudo().job_id
        job.order_id._claim_for_update()
        if alternative not in job._get_offered_alternatives() or alternative.is_later:
            raise UserError(self.env._(
                "“%(name)s” of %(job)s cannot be chosen any more. Reload the page to see what is offered now.",
                name=alternative.name, job=job.shown_name))
        total, name = sum(alternative.line_ids.mapped('price_total')), alternative.name
        vals_list = [line._prepare_order_line_vals() for line in alternative.line_ids]
        kept = [Command.create(line._prepare_alternative_line_vals(is_kept=True)) for line in job.line_ids]
        job.line_ids.unlink()
        taken = self.env['aftersales.order.line'].sudo().create(vals_list)
        if job.currency_id.compare_amounts(sum(taken.mapped('price_total')), total):
            raise UserError(self.env._(
                "The price of “%(name)s” has changed since it was shown. Look at what is offered now.", name=name))
        alternative.line_ids.unlink()
        alternative.write({'name': job._get_first_choice_name(), 'line_ids': kept})
        job.alternative_name = name

    def _close(self, state):
        """It ends: what it cost is kept, whatever prices do from now on."""
        offered = self.sudo().filtered(lambda alternative: alternative.state == 'offered')  # sudo: stamps of the system
        offered.line_ids._keep_prices()
        offered.write({'state': state, 'closed_date': fields.Datetime.now()})
        return offered

    # === BUSINESS METHODS: LAPSING ===#

    @api.model
    def _get_lapsing_domain(self):
        return Domain('state', '=', 'offered') & Domain('valid_until', '<', fields.Date.context_today(self))

    @api.model
    def _cron_lapse(self, batch_size=200):
        """What nobody chose in time cannot be chosen any more."""
        self._work_through(self._get_lapsing_domain(), '_lapse', batch_size, order='valid_until, id', together=True)

    def _get_failure_document(self):
        return self.job_id

    def _lapse(self):
        """The day is over once it is at the outlet; the next run finds it then."""
        now = fields.Datetime.now()
        past = self.filtered(lambda alternative: alternative.valid_until < alternative.order_id.workshop_id._get_local_day(now))
        bodies = {
            job.id: Markup('<br/>').join(alternative._get_lapsed_text() for alternative in alternatives)
            for job, alternatives in past._close('lapsed').grouped('job_id').items()}
        if bodies:
            self.env['aftersales.job'].browse(bodies)._message_log_batch(bodies=bodies)

    def _get_lapsed_text(self):
        self.ensure_one()
        return escape(self.env._(
            "The alternative “%(name)s” was valid until %(date)s and has lapsed.",
            name=self.name, date=format_date(self.env, self.valid_until)))

from odoo import api, fields, models

from odoo.addons.aftersales.models.base.aftersales_signature_mixin import SIGNATURE_KINDS

CHANNELS = [
    ('in_person', 'In person'),
    ('phone', 'By phone'),
    ('message', 'By message'),
    ('signature', 'Signature'),
    ('portal', 'Customer page'),
    ('screen', 'Shown at the counter'),
]
# Answers given on a page, by whoever holds a key to it.
PAGE_CHANNELS = ('portal', 'screen')
# Who of the house had a part in an answer, named in what is hashed.
EMPLOYEES = ('user_id', 'shown_by_id')
# What earlier versions did not hash is compared only where the content names it.
ADDED_SINCE = (*EMPLOYEES, 'signature_kind', 'decline_reason_id')


class AftersalesAuthorisation(models.Model):
    """What the customer was shown for a job, and the answer; frozen when made.

    ``content`` is the shown work and the answer as canonical JSON, ``content_hash`` its SHA-256.
    ``line_ids`` are the lines asked: after the first answer only what is new or dearer.
    """

    _name = 'aftersales.authorisation'
    _inherit = ['aftersales.evidence.mixin', 'aftersales.read.together.mixin']
    _description = 'Authorisation'
    _order = 'id desc'
    _rec_name = 'job_id'
    _is_born_frozen = True
    _read_with = frozenset({'job_id'})

    job_id = fields.Many2one(
        'aftersales.job', required=True, index=True, readonly=True, ondelete='restrict',
    )
    order_id = fields.Many2one(
        'aftersales.order', required=True, index=True, readonly=True, ondelete='restrict',
    )
    workshop_id = fields.Many2one(related='order_id.workshop_id', store=True, precompute=True)
    advisor_id = fields.Many2one(related='order_id.user_id', string="Advisor", store=True, precompute=True)
    company_id = fields.Many2one(related='order_id.company_id', store=True, index=True, precompute=True)
    decision = fields.Selection(
        selection=[('approved', 'Approved'), ('declined', 'Declined'), ('callback', 'Call me back')],
        required=True, readonly=True,
    )
    channel = fields.Selection(selection=CHANNELS, required=True, readonly=True)
    signatory = fields.Char(string="Answered By", required=True, readonly=True)
    signature = fields.Image(readonly=True, max_width=1024, max_height=1024, is_signature=True)
    signature_kind = fields.Selection(selection=SIGNATURE_KINDS, string="How It Was Signed", readonly=True)
    decline_reason_id = fields.Many2one(
        'aftersales.decline.reason', string="Reason of Decline", readonly=True, index='btree_not_null', ondelete='restrict')
    reason = fields.Char(readonly=True)
    line_ids = fields.One2many(
        'aftersales.authorisation.line', 'authorisation_id', readonly=True,
        string="Lines Asked",
    )
    old_total = fields.Monetary(
        string="Approved Before", readonly=True, help="Total of the job that the customer had approved until then.",
        groups='aftersales.group_price,base.group_portal',
    )
    amount_total = fields.Monetary(
        string="Shown Total", readonly=True, help="Total of the job with what was asked.",
        groups='aftersales.group_price,base.group_portal',
    )
    difference = fields.Monetary(
        string="Amount Asked", compute='_compute_proposal', store=True, precompute=True,
        groups='aftersales.group_price,base.group_portal',
    )
    customer_id = fields.Many2one(
        'res.partner', readonly=True, index='btree_not_null', ondelete='restrict',
    )
    customer_amount = fields.Monetary(
        string="Customer's Part", readonly=True,
        groups='aftersales.group_price,base.group_portal',
    )
    currency_id = fields.Many2one('res.currency', required=True, readonly=True)
    promise_date = fields.Datetime(string="Shown Promise", readonly=True)
    content = fields.Text(required=True, groups='aftersales.group_price,base.group_portal')
    content_hash = fields.Char(required=True)
    is_intact = fields.Boolean(
        help="What is recorded still is, to the letter, what was hashed when the customer answered.")
    content_html = fields.Html(
        string="What Was Shown", compute='_compute_content_html', sanitize=False,
        groups='aftersales.group_price,base.group_portal',
    )
    date = fields.Datetime(readonly=True, required=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        'res.users', string="Recorded By", readonly=True, ondelete='restrict',
        default=lambda self: self.env.user,
        help="Empty when the customer answered on the customer page. Whoever of the house is logged in in the "
             "browser of an answer is named here.",
    )
    shown_by_id = fields.Many2one(
        'res.users', string="Shown By", readonly=True, ondelete='restrict',
        help="Who of the house showed the customer the page at the counter.",
    )
    request_id = fields.Many2one(
        'aftersales.authorisation.request', string="Request", readonly=True,
        index='btree_not_null', ondelete='restrict',
    )
    ip_address = fields.Char(string="IP Address", readonly=True)
    user_agent = fields.Char(string="Browser", readonly=True)
    lang = fields.Char(string="Language", readonly=True)

    # What the approval rate is made of: proposed lines and money, and what of it was approved.
    proposed_count = fields.Integer(string="Proposed Lines", compute='_compute_proposal', store=True, precompute=True)
    approved_count = fields.Integer(string="Approved Lines", compute='_compute_proposal', store=True, precompute=True)
    approved_difference = fields.Monetary(
        string="Approved Amount", compute='_compute_proposal', store=True, precompute=True,
        groups='aftersales.group_price,base.group_portal',
    )
    approval_rate = fields.Float(
        string="Approval Rate (%)", compute='_compute_proposal', store=True, precompute=True, aggregator='avg',
        help="Approved of the final answers; those who want a call back have not answered yet.",
    )

    _date_idx = models.Index('(date)')
    # Most is approved, and at the counter.
    _refused_idx = models.Index("(decision, id) WHERE decision != 'approved'")
    _page_idx = models.Index("(channel, id) WHERE channel IN ('portal', 'screen')")

    # === COMPUTE METHODS ===#

    @api.depends('decision', 'old_total', 'amount_total', 'line_ids')
    def _compute_proposal(self):
        for answer in self:
            is_approved = answer.decision == 'approved'
            answer.difference = answer.amount_total - answer.old_total
            answer.proposed_count = len(answer.line_ids)
            answer.approved_count = answer.proposed_count if is_approved else 0
            answer.approved_difference = answer.difference if is_approved else 0.0
            answer.approval_rate = 100.0 if is_approved else 0.0

    @api.depends_context('lang', 'tz')
    @api.depends('content')
    def _compute_content_html(self):
        for answer in self:
            shown = answer._get_content()
            answer.content_html = bool(shown) and self.env['ir.qweb']._render(
                'aftersales.authorisation_content', {'answer': answer, 'shown': shown})

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals['content_hash'] = self._hash_content(vals.get('content'))
        return super().create(vals_list)

    # === ACTION METHODS ===#

    def action_print(self):
        return self.env.ref('aftersales.action_report_authorisation').report_action(self)

    # === BUSINESS METHODS ===#

    def _undo_declined_changes(self):
        """Bring changed lines back to what was approved of them: the change is not sold."""
        for answer in self:
            answers = answer.job_id._get_line_answers()
            for line in answer.line_ids.filtered('is_change').line_id:
                approved = answers[line].approved._prepare_approved_vals()
                changed = {
                    name: value for name, value in approved.items()
                    if line._fields[name].convert_to_write(line[name], line) != value
                }
                line.write(changed)

    def _get_told_amounts(self, bears):
        """What the customer was told that each on his side would pay of the job.

        :param bears: what they would pay now; an earlier version told of the customer's part alone
        """
        if not self:
            return {}
        side = self._get_content().get('side')
        told = bears if side is None else {self.env['res.partner'].browse(partner_id): amount for partner_id, amount in side}
        return told | {self.customer_id: self.customer_amount}

    # === BUSINESS METHODS: EVIDENCE ===#

    def _get_frozen_message(self):
        return self.env._(
            "The answer for %(job)s is evidence and cannot be changed or deleted. Record a new answer instead.",
            job=self.job_id.shown_name)

    @api.model
    def _get_birth_refusal(self):
        return self.env._("What the customer was shown is recorded with the answer alone.")

    @api.model
    def _get_answer_content(self, vals):
        """The part of the content that tells the answer: what is hashed is who said what, when and from where."""
        return {
            'decision': vals['decision'],
            'channel': vals['channel'],
            'signatory': vals['signatory'],
            'signature': self._hash_file(vals['signature']),
            'date': fields.Datetime.to_string(vals['date']),
            **{name: vals[name] or '' for name in ('signature_kind', 'reason', 'ip_address', 'user_agent', 'lang')},
            **{name: _to_id(vals[name]) for name in (*EMPLOYEES, 'decline_reason_id')},
        }

    def _is_intact(self):
        """Whether content, answer and asked lines still are what was hashed when the customer answered."""
        self.ensure_one()
        self = self.with_context(bin_size=False, bin_size_signature=False)  # noqa: PLW0642
        content = self._get_content()
        if self._hash_content(self.sudo().content) != self.content_hash or not content:
            return False
        if 'answer' not in content:  # recorded by a version that hashed what was shown alone
            return True
        asked = [[line['id'], self.currency_id.round(line['total'])] for line in content['lines']]
        answer = {
            name: value for name, value in self._get_answer_content(self).items()
            if name not in ADDED_SINCE or name in content['answer']
        }
        return content['answer'] == answer and asked == [
            [line.line_ref, self.currency_id.round(line.price_total)] for line in self.line_ids.sorted('id')
        ]


def _to_id(value):
    return value.id if isinstance(value, models.BaseModel) else value

import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

CHANNELS = [
    ('in_person', 'In person'),
    ('phone', 'By phone'),
    ('message', 'By message'),
    ('signature', 'Signature'),
    ('portal', 'Customer page'),
]


class AftersalesAuthorisation(models.Model):
    """What the customer was shown for a job, and the answer; frozen when made.

    ``content`` is the shown work as canonical JSON, ``content_hash`` its SHA-256.
    """

    _name = 'aftersales.authorisation'
    _description = 'Authorisation'
    _order = 'id desc'
    _rec_name = 'job_id'

    job_id = fields.Many2one(
        comodel_name='aftersales.job', required=True, index=True, readonly=True, ondelete='restrict',
    )
    order_id = fields.Many2one(
        comodel_name='aftersales.order', required=True, index=True, readonly=True, ondelete='restrict',
    )
    company_id = fields.Many2one(related='order_id.company_id', store=True, index=True)
    decision = fields.Selection(
        selection=[('approved', 'Approved'), ('declined', 'Declined'), ('callback', 'Call me back')],
        required=True, readonly=True,
    )
    channel = fields.Selection(selection=CHANNELS, required=True, readonly=True)
    signatory = fields.Char(string="Answered By", required=True, readonly=True)
    signature = fields.Image(readonly=True, max_width=1024, max_height=1024)
    reason = fields.Char(readonly=True)
    amount_total = fields.Monetary(string="Shown Total", readonly=True)
    customer_id = fields.Many2one(
        comodel_name='res.partner', readonly=True, index='btree_not_null', ondelete='restrict',
    )
    customer_amount = fields.Monetary(string="Customer's Part", readonly=True)
    currency_id = fields.Many2one(comodel_name='res.currency', required=True, readonly=True)
    promise_date = fields.Datetime(string="Shown Promise", readonly=True)
    content = fields.Text(readonly=True, required=True)
    content_hash = fields.Char(string="SHA-256", readonly=True, required=True)
    date = fields.Datetime(readonly=True, required=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        comodel_name='res.users', string="Recorded By", readonly=True, default=lambda self: self.env.user,
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals['content_hash'] = self._hash_content(vals['content'])
        return super().create(vals_list)

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("An authorisation is evidence and cannot be changed. Record a new answer instead."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("An authorisation is evidence and cannot be deleted."))

    @api.model
    def _hash_content(self, content):
        return hashlib.sha256(content.encode()).hexdigest()

    @api.model
    def _serialise(self, content):
        return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(',', ':'))

    def _is_intact(self):
        """Whether the content still is what was hashed when the customer answered."""
        self.ensure_one()
        return self._hash_content(self.content) == self.content_hash

from odoo import fields, models


class AccountMove(models.Model):
    """The collective invoice of an account customer (G4)."""
    _name = 'account.move'
    _inherit = ['account.move', 'aftersales.kept.link.mixin']

    aftersales_agreement_id = fields.Many2one(
        'aftersales.agreement', string="Frame Agreement", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict', groups='aftersales.group_keep_agreement')

    _aftersales_owed_idx = models.Index(
        "(commercial_partner_id, invoice_date_due) WHERE state = 'posted' AND payment_state IN ('not_paid', 'partial')")

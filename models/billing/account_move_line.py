from odoo import fields, models
from odoo.fields import Command


class AccountMoveLine(models.Model):
    _inherit = 'account.move.line'

    aftersales_line_ids = fields.Many2many(
        'aftersales.order.line',
        relation='aftersales_line_invoice_rel',
        column1='invoice_line_id',
        column2='order_line_id',
        string="Repair Order Lines",
        readonly=True,
        copy=False,
    )
    aftersales_share_job_id = fields.Many2one(
        'aftersales.job',
        string="Shared Job",
        index='btree_not_null',
        ondelete='restrict',
        readonly=True,
        copy=False,
        help="The job whose cost this line moves from its payer to its co-payer.",
    )
    aftersales_share = fields.Selection(
        selection=[
            ('deduction', "Deducted from the payer"),
            ('charge', "Charged to the co-payer"),
        ],
        string="Share",
        readonly=True,
        copy=False,
    )

    def _copy_data_extend_business_fields(self, values):
        # Reversals copy with business fields: credit notes keep the link, duplicates don't.
        # Whoever may reverse an entry need not see repair orders.
        line = self.sudo()
        values.update({
            'aftersales_line_ids': [Command.set(line.aftersales_line_ids.ids)],
            'aftersales_share_job_id': line.aftersales_share_job_id.id,
            'aftersales_share': line.aftersales_share,
        })
        return super()._copy_data_extend_business_fields(values)

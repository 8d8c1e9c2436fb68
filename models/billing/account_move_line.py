from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class AccountMoveLine(models.Model):
    _name = 'account.move.line'
    _inherit = ['account.move.line', 'aftersales.kept.link.mixin']

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

    # === CRUD METHODS ===#

    def write(self, vals):
        if {'quantity', 'product_uom_id'} & vals.keys() and not self.env.su:
            self._check_invoiced_quantity_kept()
        return super().write(vals)

    # === BUSINESS METHODS ===#

    def _check_invoiced_quantity_kept(self):
        """What is invoiced of an order is read from its posted invoices: a unit written over there would undo it."""
        for line in self.filtered(lambda line: line.parent_state == 'posted'):
            if line.sudo().aftersales_line_ids:
                raise UserError(self.env._(
                    "%(invoice)s is posted and invoices a repair order: the quantity and unit of “%(line)s” cannot "
                    "change. Reset the invoice to draft, or credit it.",
                    invoice=line.move_id.name, line=line.name,
                ))

    def _gives_work_back(self):
        """Whether the line of a credit note takes work off an invoice; other work stands on one because of its price."""
        self.ensure_one()
        return self.move_id.move_type == 'out_refund' and self.quantity > 0

    def _copy_data_extend_business_fields(self, values):
        # Reversals copy as the system (see account.move): credit notes keep the link. Duplicates and debit notes
        # don't, nor what a caller's context makes look like a reversal.
        if self.env.su:
            values.update({
                'aftersales_line_ids': [Command.set(self.aftersales_line_ids.ids)],
                'aftersales_share_job_id': self.aftersales_share_job_id.id,
                'aftersales_share': self.aftersales_share,
            })
        return super()._copy_data_extend_business_fields(values)

    def get_section_subtotal(self):
        """What the job of a section costs is printed as its lines are: with taxes where the company shows them."""
        move = self.move_id
        # sudo: who reads the invoice may have no rights on the order
        if move.company_price_include == 'tax_included' and move.sudo().aftersales_order_ids:
            return sum(self._get_section_lines().mapped('price_total'))
        return super().get_section_subtotal()

    def _is_aftersales_included(self):
        """Whether the line is part of a menu, whose own line carries the price."""
        # sudo: who reads the invoice may have no rights on the order
        lines = self.sudo().aftersales_line_ids
        return bool(lines) and not self.price_total and all(lines.mapped('is_included'))

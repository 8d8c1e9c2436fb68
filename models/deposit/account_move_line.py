from odoo import fields, models


class AccountMoveLine(models.Model):
    _name = 'account.move.line'
    _inherit = ['account.move.line', 'aftersales.kept.link.mixin']

    aftersales_deposit_id = fields.Many2one(
        'aftersales.deposit', string="Deposit for Parts", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict', groups='account.group_account_invoice,account.group_account_readonly')
    aftersales_core_line_id = fields.Many2one(
        'aftersales.counter.sale.line', string="Core Deposit for a Part", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict', groups='account.group_account_invoice,account.group_account_readonly',
        help="The part of a counter sale whose core deposit the line of an invoice asks for.")
    aftersales_core_deposit_id = fields.Many2one(
        'aftersales.core.deposit', string="Core Deposit", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict', groups='account.group_account_invoice,account.group_account_readonly')

    def _copy_data_extend_business_fields(self, values):
        """A credit note speaks of the same deposit; a duplicate made by a person does not."""
        if self.env.su:
            values['aftersales_deposit_id'] = self.aftersales_deposit_id.id
            values['aftersales_core_deposit_id'] = self.aftersales_core_deposit_id.id
        return super()._copy_data_extend_business_fields(values)

    def unlink(self):
        """A draft that deducted a deposit and is deleted leaves it held."""
        deposits = self.sudo().aftersales_deposit_id  # sudo: the state of deposits is the system's
        result = super().unlink()
        deposits._follow_books()
        return result

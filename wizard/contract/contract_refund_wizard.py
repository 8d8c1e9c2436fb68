from odoo import api, fields, models


class AftersalesContractRefundWizard(models.TransientModel):
    """What a customer has back who gives up his contract; a manager says why, and at what interest (G3)."""
    _name = 'aftersales.contract.refund.wizard'
    _inherit = ['aftersales.dialog.mixin', 'aftersales.reason.mixin']
    _description = "Refund a Contract"

    contract_id = fields.Many2one('aftersales.contract', required=True, readonly=True, ondelete='cascade')
    currency_id = fields.Many2one(related='contract_id.currency_id')
    amount_rest = fields.Monetary(string="Unused Value", compute='_compute_amounts')
    amount_kept = fields.Monetary(string="Kept for Work at List Prices", compute='_compute_amounts')
    amount_taxed = fields.Monetary(string="Unused Value with Taxes", compute='_compute_amounts')
    percent = fields.Float(
        string="Interest (% a year)", compute='_compute_percent', store=True, readonly=False, precompute=True,
        bounds=(0, 100), help="Since the contract runs, on the unused value with taxes.")
    amount_interest = fields.Monetary(string="Interest to Pay", compute='_compute_amounts')
    amount_total = fields.Monetary(string="To Pay Back", compute='_compute_amounts')

    @api.depends('contract_id')
    def _compute_percent(self):
        for dialog in self:
            # sudo: the company's setting is told to whoever refunds
            dialog.percent = dialog.contract_id.sudo().company_id.aftersales_refund_interest

    @api.depends('contract_id', 'percent')
    def _compute_amounts(self):
        for dialog in self:
            contract = dialog.contract_id.sudo()  # sudo: whoever refunds need not read invoices; they are asked for here
            reckoned = contract._reckon_refund(dialog.percent) if contract else {}
            dialog.amount_rest = reckoned.get('rest', 0)
            dialog.amount_kept = reckoned.get('kept', 0)
            dialog.amount_taxed = reckoned.get('total', 0)
            dialog.amount_interest = reckoned.get('interest', 0)
            dialog.amount_total = dialog.amount_taxed + dialog.amount_interest

    def action_apply(self):
        self.ensure_one()
        self.contract_id._refund(self.percent, self.reason)
        return {'type': 'ir.actions.act_window_close'}

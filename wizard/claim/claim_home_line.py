from odoo import fields, models


class AftersalesClaimHomeLine(models.TransientModel):
    _name = 'aftersales.claim.home.line'
    _description = "Who Bears the Rest of a Line"
    _inherit = ['aftersales.dialog.mixin']
    _order = 'id'

    dialog_id = fields.Many2one('aftersales.claim.home', required=True, ondelete='cascade')
    line_id = fields.Many2one(
        'aftersales.claim.line', string="Line", ondelete='cascade', help="Empty: a receivable that was credited or cancelled.")
    currency_id = fields.Many2one(related='dialog_id.claim_id.currency_id')
    amount = fields.Monetary(string="To Be Borne", readonly=True)
    home = fields.Selection([
        ('goodwill', "Goodwill, our cost"), ('internal', "Internal cost"), ('customer', "The customer pays")],
        string="Who Bears It")

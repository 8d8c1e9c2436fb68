from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesCampaignCost(models.Model):
    """What the event costs: by hand, or a supplier's bill (J5)."""
    _name = 'aftersales.campaign.cost'
    _description = "Cost of a Campaign"
    _order = 'date, id'
    _check_company_auto = True

    campaign_id = fields.Many2one('aftersales.campaign', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='campaign_id.company_id', store=True, index=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    date = fields.Date(required=True, default=fields.Date.context_today)
    name = fields.Char(string="What For", required=True)
    move_id = fields.Many2one(
        'account.move', string="Bill", index='btree_not_null', ondelete='restrict', check_company=True,
        groups='account.group_account_invoice,account.group_account_readonly',
        domain="[('move_type', 'in', ('in_invoice', 'in_refund')), ('company_id', '=', company_id)]")
    amount = fields.Monetary(
        compute='_compute_amount', store=True, readonly=False, precompute=True, bounds=(-1e9, 1e9),
        help="Untaxed. Of a bill what it says.")

    @api.depends('move_id')
    def _compute_amount(self):
        for cost in self:
            # sudo: what a bill says is told to whoever sees the event's cost
            bill = cost.sudo().move_id
            cost.amount = -bill.amount_untaxed_signed if bill else cost.amount

    @api.model_create_multi
    def create(self, vals_list):
        costs = super().create(vals_list)
        costs._check_campaign_open()
        return costs

    def write(self, vals):
        self._check_campaign_open()
        result = super().write(vals)
        self._check_campaign_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        self._check_campaign_open()

    def _check_campaign_open(self):
        """Bills come late: costs are entered until the days counted afterwards are over."""
        for cost in self:
            campaign = cost.campaign_id
            if not self.env.su and campaign.state == 'done' and campaign._get_window_stop() < fields.Datetime.now():
                raise UserError(self.env._(
                    "%(campaign)s is reckoned up: its costs stay as they are.", campaign=campaign.display_name))

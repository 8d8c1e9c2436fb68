from odoo import fields, models

KINDS = [
    ('labour', "Labour Cost"), ('material', "Material Cost"), ('equipment', "Equipment Cost"),
    ('administration', "Administration Cost")]
PURPOSES = [
    ('running', "Running Costs"), ('training', "Training Costs"), ('event', "Events"), ('entertainment', "Entertainment")]


class AftersalesCostAccount(models.Model):
    """Which account of the books holds which kind of cost (N5).

    A kind that has an account is read from the posted books; one without is what the records of the orders say.
    """
    _name = 'aftersales.cost.account'
    _description = "Account of Costs"
    _inherit = ['aftersales.log.mixin']
    _order = 'kind, id'
    _rec_name = 'account_id'
    _rec_names_search = ['account_id']
    _check_company_auto = True

    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    account_id = fields.Many2one(
        'account.account', string="Account", required=True, index=True, check_company=True, ondelete='restrict', tracking=True)
    kind = fields.Selection(KINDS, string="Kind of Cost", required=True, default='administration', tracking=True)
    purpose = fields.Selection(PURPOSES, string="Purpose of the Cost", required=True, default='running', tracking=True)

    _one_an_account = models.UniqueIndex('(company_id, account_id)', "This account has its kind of cost already.")

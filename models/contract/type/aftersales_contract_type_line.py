from odoo import fields, models


class AftersalesContractTypeLine(models.Model):
    """So often a kind of work is done under contracts of a type."""
    _name = 'aftersales.contract.type.line'
    _description = "Work of a Type of Contract"
    _order = 'id'
    _check_company_auto = True

    type_id = fields.Many2one('aftersales.contract.type', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='type_id.company_id', store=True, index=True, precompute=True)
    operation_id = fields.Many2one(
        'aftersales.operation', index='btree_not_null', check_company=True, ondelete='restrict')
    menu_id = fields.Many2one('aftersales.menu', index='btree_not_null', check_company=True, ondelete='restrict')
    quantity = fields.Integer(string="Times", required=True, default=1, bounds=(1, 1000))
    currency_id = fields.Many2one(related='company_id.currency_id')
    value_limit = fields.Monetary(
        string="Pays Each Time Up To", bounds=(0, 1e9),
        help="List value with taxes of all that is done under it at once. Empty: what the operation or the menu brings. "
             "What goes beyond is the customer's to pay.")
    own_share = fields.Float(
        string="Customer's Own Share (%)", digits=(5, 2), bounds=(0, 99),
        help="What the customer pays himself of the work each time; the contract pays the rest.")
    interval_months = fields.Integer(
        string="Once in (Months)", bounds=(0, 120), help="It pays at most once in so many months. Zero: whenever it is due.")

    _one_kind = models.Constraint(
        'CHECK((operation_id IS NULL) != (menu_id IS NULL))', "Choose either an operation or a menu.")

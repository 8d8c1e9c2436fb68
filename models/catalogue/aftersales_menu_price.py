from odoo import fields, models


class AftersalesMenuPrice(models.Model):
    _name = 'aftersales.menu.price'
    _inherit = ['aftersales.system.values.mixin']
    _description = "Price of a Service Menu"
    _order = 'menu_id, model_id, id'
    _rec_name = 'model_id'

    menu_id = fields.Many2one('aftersales.menu', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='menu_id.company_id', store=True)
    currency_id = fields.Many2one(related='menu_id.currency_id')
    model_id = fields.Many2one(
        'fleet.vehicle.model', string="Vehicle Model", index='btree_not_null', ondelete='cascade',
        help="Leave it empty for the price of all other models.")
    price = fields.Monetary(required=True)

    _model_unique = models.UniqueIndex(
        '(menu_id, COALESCE(model_id, 0))',
        "A menu has one price per vehicle model, and one for all other models. Change the price that is there already.",
    )
    _price_positive = models.Constraint(
        'CHECK (price >= 0)',
        "A menu's price cannot be negative.",
    )

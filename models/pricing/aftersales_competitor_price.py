from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .aftersales_price_list_line import KINDS


class AftersalesCompetitorPrice(models.Model):
    """What another shop asks for the same: shop, what for, price, day and where it is known from (A5)."""
    _name = 'aftersales.competitor.price'
    _description = "Competitor's Price"
    _inherit = ['aftersales.system.values.mixin']
    _order = 'date desc, id desc'
    _rec_name = 'shop'
    _rec_names_search = ['shop', 'wording']

    shop = fields.Char(string="Competitor", required=True, max_length=100, index='trigram')
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related='company_id.currency_id')
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", index='btree_not_null', ondelete='restrict',
        domain="[('company_id', '=', company_id)]", help="Whose neighbour it is. Empty: of all outlets of the company.")
    kind = fields.Selection(KINDS, required=True, default='labour')
    category_id = fields.Many2one(
        'fleet.vehicle.model.category', string="Class of Vehicle", index='btree_not_null', ondelete='restrict')
    menu_id = fields.Many2one('aftersales.menu', index='btree_not_null', ondelete='restrict')
    product_id = fields.Many2one(
        'product.product', index='btree_not_null', ondelete='restrict', domain="[('sale_ok', '=', True)]")
    wording = fields.Char(string="What For", max_length=200, help="In the competitor's words.")
    price = fields.Monetary(
        string="Price with Taxes", required=True, bounds=(0, 1e9), aggregator='avg',
        help="What his customer pays for one unit.")
    date = fields.Date(string="Seen On", required=True, default=fields.Date.context_today, index=True)
    source = fields.Selection([
        ('visit', "Own Visit"), ('phone', "Phone"), ('web', "Web"), ('advert', "Advertisement"), ('customer', "A customer"),
    ], string="Known From", required=True, default='customer')
    user_id = fields.Many2one(
        'res.users', string="Noted By", readonly=True, required=True, index=True, default=lambda self: self.env.user)

    _price_seen = models.Constraint('CHECK (price > 0)', "Enter what the competitor asks.")

    @api.constrains('kind', 'menu_id', 'product_id', 'wording', 'date', 'workshop_id', 'company_id')
    def _check_content(self):
        today = fields.Date.context_today(self)
        for price in self:
            what = {'menu': price.menu_id, 'labour': True}.get(price.kind, price.product_id or (price.wording or '').strip())
            if not what:
                raise ValidationError(self.env._(
                    "%(shop)s: choose what the price is for, or write it down.", shop=price.shop))
            if price.date > today:
                raise ValidationError(self.env._(
                    "%(shop)s: a price cannot be seen on a day to come.", shop=price.shop))
            for record in (price.workshop_id, price.menu_id, price.product_id):
                if record.company_id and record.company_id != price.company_id:
                    raise ValidationError(self.env._(
                        "%(shop)s: “%(record)s” is of another company. Choose one of your own.",
                        shop=price.shop, record=record.display_name))

    def _get_key(self):
        """What it is a price of, as lines of price lists have it."""
        self.ensure_one()
        return (
            self.kind, self.category_id.id if self.kind == 'labour' else False,
            self.menu_id.id if self.kind == 'menu' else False,
            self.product_id.id if self.kind not in ('labour', 'menu') else False)

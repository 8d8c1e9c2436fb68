from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AftersalesDepositRate(models.Model):
    """How much is asked for a kind of parts (G4): those nobody takes back in full, say; the settings say it of all others."""
    _name = 'aftersales.deposit.rate'
    _description = "Deposit by Kind of Part"
    _inherit = ['aftersales.setup.mixin', 'aftersales.log.mixin']
    _order = 'id'
    _check_company_auto = True

    name = fields.Char(
        string="Kind of Parts", required=True, translate=True, help="In a few words, such as: cannot be returned.")
    product_id = fields.Many2one(
        'product.product', string="Part", index='btree_not_null', check_company=True, ondelete='restrict', tracking=True,
        domain="[('type', '=', 'consu')]", help="It goes before what its class and its category say.")
    class_id = fields.Many2one(
        'aftersales.part.class', string="Part Class", index='btree_not_null', ondelete='restrict', tracking=True,
        help="Holds for the classes below it too, as long as they have no deposit of their own. It goes before a category's.")
    categ_id = fields.Many2one(
        'product.category', string="Category", index='btree_not_null', ondelete='restrict', tracking=True,
        help="Holds for the categories below it too, as long as they have no deposit of their own.")
    percent = fields.Float(string="Deposit (%)", required=True, default=30, bounds=(0, 100), tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)

    _product_uniq = models.UniqueIndex(
        "(company_id, product_id) WHERE active AND product_id IS NOT NULL", "This part has a deposit already. Change that one.")
    _class_uniq = models.UniqueIndex(
        "(company_id, class_id) WHERE active AND class_id IS NOT NULL", "This class has a deposit already. Change that one.")
    _categ_uniq = models.UniqueIndex(
        "(company_id, categ_id) WHERE active AND categ_id IS NOT NULL", "This category has a deposit already. Change that one.")

    @api.constrains('product_id', 'class_id', 'categ_id')
    def _check_content(self):
        for rate in self:
            if sum(map(bool, (rate.product_id, rate.class_id, rate.categ_id))) != 1:
                raise ValidationError(self.env._(
                    "%(rate)s: a deposit is for a part, for a class or for a category. Choose one of them.", rate=rate.name))

    @api.model
    def _get_rates(self, lines, company):
        """:return: dict of line: the rate of its part, else of the nearest of its classes, else of its categories, or none;
            one query for all"""
        # sudo: how much is asked holds for whoever asks
        rates = self.sudo().search([('company_id', '=', company.id)])
        trees = {name: {rate[name].id: rate for rate in rates if rate[name]} for name in ('product_id', 'class_id', 'categ_id')}
        found = {}
        for line in lines:
            product = line.product_id.sudo()  # sudo: as above
            found[line] = trees['product_id'].get(product.id) or next((
                trees[name][step] for name, node in (('class_id', product.aftersales_class_id), ('categ_id', product.categ_id))
                for step in reversed([int(step) for step in (node.parent_path or '').split('/') if step])
                if step in trees[name]), self.browse())
        return found

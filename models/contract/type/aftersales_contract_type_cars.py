from dateutil.relativedelta import relativedelta

from odoo import fields, models


class AftersalesContractType(models.Model):
    """Which cars a type is sold for, at which price for each model, and at which outlets it is valid (contracts, §2)."""
    _inherit = 'aftersales.contract.type'

    code = fields.Char(copy=False, max_length=20, help="Short, as on price lists. No other type of the company has it.")
    brand_ids = fields.Many2many(
        'fleet.vehicle.model.brand', 'aftersales_contract_type_brand_rel', 'type_id', 'brand_id', string="Brands Allowed",
        context={'active_test': False},  # one that is archived is still one of those it is for: else it would be for all
        help="Empty, with the models: for cars of any brand.")
    model_ids = fields.Many2many(
        'fleet.vehicle.model', 'aftersales_contract_type_model_rel', 'type_id', 'model_id', string="Models Allowed",
        context={'active_test': False},
        help="Beside all cars of the brands allowed.")
    age_limit = fields.Integer(
        string="Cars Up To (Years)", bounds=(0, 100), help="At the sale, since the car was delivered. Zero: of any age.")
    workshop_ids = fields.Many2many(
        'aftersales.workshop', 'aftersales_contract_type_workshop_rel', 'type_id', 'workshop_id', string="Valid At",
        check_company=True, context={'active_test': False},
        help="Outlets where its work is done. Empty: at all. Contracts that run keep what they were sold with.")
    price_ids = fields.One2many('aftersales.contract.type.price', 'type_id', string="Prices by Model", copy=True)

    _code_once = models.UniqueIndex(
        "(company_id, code) WHERE code != ''", "Two types of contracts of one company cannot have the same code.")

    def _get_price(self, vehicle):
        """Of the car's model, else the type's own."""
        return self.price_ids.filtered(lambda line: line.model_id == vehicle.model_id)[:1].price or self.price

    def _get_refusal(self, vehicle):
        """:return: why contracts of the type are not sold for the car today, in one sentence, or ''"""
        self.ensure_one()
        names = {'type': self.name, 'vehicle': vehicle.display_name}
        model = vehicle.model_id
        if (self.brand_ids or self.model_ids) and model not in self.model_ids and model.brand_id not in self.brand_ids:
            return self.env._("%(type)s is not sold for %(vehicle)s: it is for %(allowed)s only.", allowed=', '.join(
                [*self.brand_ids.mapped('display_name'), *self.model_ids.mapped('display_name')]), **names)
        if not self.age_limit:
            return ''
        born = vehicle.delivery_date or vehicle.sale_date or vehicle.acquisition_date
        if not born:
            return self.env._(
                "%(type)s is sold for cars of up to %(years)s years. Enter first when %(vehicle)s was delivered.",
                years=self.age_limit, **names)
        if born + relativedelta(years=self.age_limit) < fields.Date.context_today(self):
            return self.env._(
                "%(type)s is not sold for %(vehicle)s: it is for cars of up to %(years)s years, and this one was delivered "
                "on %(date)s.", years=self.age_limit, date=fields.Date.to_string(born), **names)
        return ''

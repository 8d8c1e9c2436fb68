from odoo import fields, models

# Rows of a rescue, and the amounts of our own tariff they are.
RESCUE_ROWS = {'once': 'base_price', 'km': 'km_price', 'night': 'night_price'}


class AftersalesPriceList(models.Model):
    """What the list charges of fees, parts and rescues (C9): whoever adds such a line need not know its price."""
    _inherit = 'aftersales.price.list'

    def _get_price(self, product, currency, origin=None, uom=None):
        """Price of one unit of the product by the list, before the customer's own taxes.

        A row of the product goes before the surcharge on parts, and the surcharge of its origin before the one for all.

        :param currency: in which the price is wanted
        :param origin: of a part, see ``PART_ORIGINS``; None: it is no part
        :param uom: unit the price is for; None: the product's own
        :return: None where the list says nothing of it
        """
        self.ensure_one()
        # sudo: whoever adds a line is told what it costs
        rows = self.sudo().line_ids.filtered(lambda line: line.is_charged and line.kind in ('fee', 'parts', 'other'))
        fixed = rows.filtered(lambda line: line.unit != 'percent' and line.product_id == product)[:1]
        price = fixed.price if fixed else self._get_surcharged(rows, product, origin)
        if price is None:
            return None
        if uom and uom != product.uom_id:
            price = product.uom_id._compute_price(price, uom)
        if currency and currency != self.currency_id:
            price = self.currency_id._convert(
                price, currency, self.company_id, fields.Date.context_today(self), round=False)
        return price

    def _get_surcharged(self, rows, product, origin):
        """The purchase price of a part with the surcharge on it; None where there is none, or no purchase price."""
        if not origin or product.type == 'service':
            return None
        rows = rows.filtered(lambda line: (
            line.unit == 'percent' and line.product_id.id in (False, product.id) and line.part_origin in (False, origin)))
        row = rows.sorted(lambda line: (bool(line.product_id), bool(line.part_origin)))[-1:]
        # sudo: a purchase price is reckoned with, not told
        product = product.sudo().with_company(self.company_id)
        cost = product.standard_price
        if not row or cost <= 0:
            return None
        price = cost * (1 + row.percent / 100)
        # It was bought without the taxes that its sales price may include.
        taxes = product.taxes_id._filter_taxes_by_company(self.company_id).filtered('price_include')
        if taxes:
            price *= taxes.compute_all(100.0, self.currency_id, handle_price_include=False)['total_included'] / 100
        return price

    def _get_rescue_price(self, row, km, is_night):
        """What a trip of our own crews costs by the list; km that are included, and what the list does not say, as the tariff
        has it.

        :param row: aftersales.rescue.tariff of own crews, perhaps none
        :return: None where the list says nothing of rescues
        """
        self.ensure_one()
        # sudo: whoever takes the call is told what it costs
        lines = self.sudo().line_ids.filtered(lambda line: line.is_charged and line.kind == 'rescue')
        if not lines:
            return None
        row = row.sudo()
        once, per_km, night = (
            lines.filtered(lambda line, unit=unit: line.unit == unit)[:1].price
            if lines.filtered(lambda line, unit=unit: line.unit == unit) else row[name]
            for unit, name in RESCUE_ROWS.items())
        return self.currency_id.round(once + max(km - row.free_km, 0) * per_km + (night if is_night else 0.0))

    def _prepare_fees_from_setup(self):
        """Values of the lines for what the set-up charges beside hours and menus: diagnosis, storage of tyres, rescue."""
        self.ensure_one()
        outlet, company = self.workshop_id, self.company_id
        fees = (outlet._get_diagnosis_product() | outlet.tyre_product_id).with_company(company)
        rows = [
            {'kind': 'fee', 'product_id': product.id, 'unit': 'once', 'price': product.currency_id._convert(
                product.lst_price, self.currency_id, company, fields.Date.context_today(self))}
            for product in fees if product.lst_price]
        tariff = self.env['aftersales.rescue.tariff'].search([
            ('partner_id', '=', False), ('company_id', '=', company.id), ('kind', '=', False), ('area_kind', '=', False),
            ('valid_until', '=', False)], limit=1)
        return rows + [
            {'kind': 'rescue', 'unit': unit, 'price': tariff[name]} for unit, name in RESCUE_ROWS.items() if tariff[name]]

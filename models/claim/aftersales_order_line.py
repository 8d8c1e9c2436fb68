from odoo import api, fields, models
from odoo.exceptions import UserError

# What a claim was made from: changed after it was sent, order and claim would tell different stories.
CLAIMED_FIELDS = {'product_id', 'product_uom_id', 'quantity', 'line_type', 'part_origin', 'operation_id'}


class AftersalesOrderLine(models.Model):
    """What a line is worth to a maker, and that it stays as it was claimed."""
    _inherit = 'aftersales.order.line'

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.job_id._check_claim_unsent()
        return lines

    def write(self, vals):
        if CLAIMED_FIELDS & vals.keys():
            vals = self._read_inputs(vals)
            names = CLAIMED_FIELDS & vals.keys()
            changed = self.filtered(lambda line: any(line._is_changed(name, vals[name]) for name in names))
            changed.job_id._check_claim_unsent()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_claimed(self):
        self.job_id._check_claim_unsent()
        claimed = self.env['aftersales.claim.line'].sudo().search([('source_line_id', 'in', self.ids)], limit=1)  # sudo: told
        if claimed:
            raise UserError(self.env._(
                "“%(line)s” stands in the claim %(claim)s. Take it out there first.",
                line=claimed.source_line_id.name, claim=claimed.claim_id.name))

    # === BUSINESS METHODS ===#

    def _get_claimed_quantity(self):
        """Hours of work, parts that were issued, pieces of anything else."""
        self.ensure_one()
        if self.line_type == 'labour':
            hour = self._get_hour_unit()
            if hour and self.product_uom_id._has_common_reference(hour):
                return self.product_uom_id._compute_quantity(self.quantity, hour, round=False)
            return self.quantity
        return self.qty_issued if self._is_stock_part() else self.quantity

    def _prepare_claim_line_vals(self, terms, share):
        """:param share: of the price that the maker bears, between 0 and 1"""
        self.ensure_one()
        is_part = self.line_type == 'part'
        operation = self.operation_id if self.line_type == 'labour' else self.operation_id.browse()
        supplier = self._get_claim_supplier(terms) if is_part else self.sublet_vendor_id.browse()
        return {
            # In the maker's language; the number stands beside it.
            'name': self.with_context(lang=terms.partner_id.lang or self.env.lang)._get_print_name().split('\n', 1)[0]
            or self.product_id.name,
            'code': (operation.code if operation else self.product_id.default_code) or '',
            'product_id': self.product_id.id if is_part else False,
            'operation_id': operation.id,
            'allowed_hours': operation._get_hours(self.order_id.vehicle_id.model_id) if operation else 0.0,
            'price_unit': terms.currency_id.round(self._get_claim_price(terms) * share),
            'handling': terms.handling if is_part else 0.0,
            'supplier_id': supplier.id,
            'lot_number': self._get_print_lots() if is_part else '',
        }

    def _get_claim_price(self, terms):
        """Price of one unit in the maker's currency, without taxes and handling."""
        self.ensure_one()
        if self.line_type == 'labour':
            return terms.labour_rate
        line = self.with_company(self.company_id)
        company_currency = line.company_id.currency_id
        if self.line_type == 'sublet':
            price, currency = line.sublet_total_cost / line.quantity if line.quantity else 0.0, line.currency_id
        elif self.line_type == 'part' and terms.part_basis == 'cost':
            price = line.product_id.uom_id._compute_price(line.product_id.standard_price, line.product_uom_id)
            currency = company_currency
        elif self.line_type == 'part' and (terms.part_basis == 'list' or line.is_included):
            price = line.product_id.uom_id._compute_price(line.product_id.lst_price, line.product_uom_id)
            currency = company_currency
        else:
            price, currency = line.price_subtotal / line.quantity if line.quantity else 0.0, line.currency_id
        workshop, done = line.order_id.workshop_id, line.job_id.done_date or fields.Datetime.now()
        day = workshop._get_local_day(done)
        return currency._convert(price, terms.currency_id, line.company_id, day, round=False)

    def _get_claim_supplier(self, terms):
        """From whom the part came, when it was not the maker himself."""
        self.ensure_one()
        supplier = self._get_vendor().partner_id.commercial_partner_id
        return supplier if supplier != terms.partner_id.commercial_partner_id else supplier.browse()

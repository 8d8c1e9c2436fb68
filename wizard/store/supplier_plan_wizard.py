import base64
import csv
import io

import xlsxwriter
from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

# More parts than that are no plan that anybody reads.
MOST_PARTS = 5000


class AftersalesSupplierPlanWizard(models.TransientModel):
    """What a supplier should know ahead (H4, 004): order lines that are open with him, and what will be needed of his parts.

    The forecast of a month is what was asked for on the average of the last twelve, or of those that are known. His parts
    are those for which he is the supplier who is proposed.
    """
    _name = 'aftersales.supplier.plan.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Orders and Forecast for a Supplier"

    partner_id = fields.Many2one('res.partner', string="Supplier", required=True, ondelete='cascade')
    company_id = fields.Many2one('res.company', required=True, readonly=True, default=lambda self: self.env.company)
    months = fields.Integer(string="Months Ahead", default=3, required=True, bounds=(1, 12))
    file_format = fields.Selection(
        [('xlsx', "Spreadsheet (XLSX)"), ('csv', "Text with separators (CSV)")], string="Format", required=True,
        default='xlsx')
    plan_file = fields.Binary(readonly=True, attachment=False)

    def action_export(self):
        """Write the file, and hand it over."""
        self.ensure_one()
        self.check_access('write')
        if not self.env.user.has_group('aftersales.group_parts') and not self.env.user.has_group('aftersales.group_manager'):
            raise AccessError(self.env._("The parts counter and managers tell suppliers what is planned."))
        if self.company_id not in self.env.companies:
            raise AccessError(self.env._("This plan is of a company that you do not work in. Switch to it first."))
        self.partner_id.check_access('read')
        orders, forecast = self._prepare_orders(), self._prepare_forecast()
        if len(orders) < 2 and len(forecast) < 2:
            raise UserError(self.env._(
                "%(supplier)s: no order is open, and nothing of his parts was asked for.",
                supplier=self.partner_id.display_name))
        tables = [(self.env._("Open Orders"), orders), (self.env._("Forecast"), forecast)]
        content = self._write_xlsx(tables) if self.file_format == 'xlsx' else self._write_csv(tables)
        self.sudo().plan_file = base64.b64encode(content)  # sudo: the file is the system's
        name = f'{fields.Date.context_today(self)}-{self.partner_id.commercial_partner_id.id}.{self.file_format}'
        return {
            'type': 'ir.actions.act_url', 'target': 'download',
            'url': f'/web/content/{self._name}/{self.id}/plan_file/{name}?download=true'}

    # === BUSINESS METHODS ===#

    def _prepare_orders(self):
        """What is ordered and has not come, the earliest first; headings before."""
        words = self.env
        rows = [[
            words._("Purchase Order"), words._("Part Number"), words._("Part"), words._("Ordered"), words._("Came In"),
            words._("To Come"), words._("Unit"), words._("Expected On")]]
        # sudo: whoever tells a supplier what is open need not read all purchases
        lines = self.env['purchase.order.line'].sudo().search([
            ('order_id.partner_id', 'child_of', self.partner_id.commercial_partner_id.ids), ('state', '=', 'purchase'),
            ('company_id', '=', self.company_id.id), ('product_id.type', '=', 'consu')], order='date_planned, id')
        for line in lines:
            left = line.product_qty - line.qty_received
            if line.product_uom_id.compare(left, 0) > 0:
                rows.append([
                    line.order_id.name, self._get_number(line.product_id), line.product_id.name, line.product_qty,
                    line.qty_received, left, line.product_uom_id.name,
                    fields.Date.to_string(fields.Datetime.context_timestamp(self, line.date_planned).date())])
        return rows

    def _prepare_forecast(self):
        """What will be needed of his parts, a column each month, in all stores of the company; headings before."""
        words, supplier = self.env, self.partner_id.commercial_partner_id
        first = fields.Date.context_today(self).replace(day=1)
        ahead = [first + relativedelta(months=number + 1) for number in range(self.months)]
        rows = [[
            words._("Part Number"), words._("Part"), words._("Unit"), words._("On Hand"),
            *(month.strftime('%Y-%m') for month in ahead)]]
        # sudo: what is asked for is the stores' figure, told to whoever may tell the supplier
        Proposal = self.env['aftersales.stocking.proposal'].sudo().with_company(self.company_id)
        asked_for = Domain('company_id', '=', self.company_id.id) & Domain('demand_pieces', '>', 0)
        sold = Proposal._read_group(
            asked_for & Domain('product_id.seller_ids.partner_id', 'child_of', supplier.ids), ['product_id'])
        parts = Proposal.product_id.concat(*(product for (product,) in sold)).filtered(
            lambda product: product._select_seller(quantity=None).partner_id.commercial_partner_id == supplier)
        told = parts.sorted(lambda product: (product.default_code or '', product.id))[:MOST_PARTS]
        found = Proposal.search(asked_for & Domain('product_id', 'in', told.ids)).grouped('product_id')
        for product in told:
            group = found[product]
            monthly = sum(each.demand_pieces / min(max(each.months_known, 1), 12) for each in group)
            rows.append([
                self._get_number(product), product.name, product.uom_id.name, sum(group.mapped('on_hand')),
                *([round(monthly, 1)] * len(ahead))])
        if len(told) < len(parts):
            rows.append([words._(
                "Only the first %(told)s of %(all)s parts, by their numbers.", told=len(told), all=len(parts))])
        return rows

    def _get_number(self, product):
        """His own number of the part, else ours."""
        supplier = self.partner_id.commercial_partner_id
        codes = product.seller_ids.filtered(
            lambda seller: seller.partner_id.commercial_partner_id == supplier).mapped('product_code')
        return next(filter(None, codes), product.default_code or '')

    def _write_xlsx(self, tables):
        target = io.BytesIO()
        with xlsxwriter.Workbook(target, {'in_memory': True, 'strings_to_formulas': False}) as book:
            bold = book.add_format({'bold': True})
            for title, rows in tables:
                sheet = book.add_worksheet(title[:31])
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row, None if number else bold)
                sheet.autofit()
        return target.getvalue()

    def _write_csv(self, tables):
        target = io.StringIO()
        writer = csv.writer(target, delimiter=';', lineterminator='\r\n')
        for title, rows in tables:
            writer.writerow([title])
            writer.writerows([self._neutralise(cell) for cell in row] for row in rows)
        return target.getvalue().encode('utf-8-sig')

    @staticmethod
    def _neutralise(cell):
        """No spreadsheet reckons with a name."""
        return f"'{cell}" if isinstance(cell, str) and cell.lstrip().startswith(('=', '+', '-', '@')) else cell

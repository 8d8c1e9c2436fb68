from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class AftersalesStationSettlement(models.Model):
    """The month's figures, counted from the transfers of the warranty store and from the old parts.

    What came in from a supplier on a purchase was bought; without one the maker replaced a part. What went to a customer
    was issued, less what came back from him. All else that came in was received, that went out taken elsewhere:
    opening + received + replaced − issued − taken = closing.
    """
    _inherit = 'aftersales.station.settlement'

    def _count(self):
        """Count drafts; called twice it makes the same."""
        for settlement in self.filtered(lambda settlement: settlement.state != 'draft'):
            raise UserError(self.env._(
                "%(settlement)s is %(state)s: it stays as it was counted.", settlement=settlement.display_name,
                state=settlement._get_state_label()))
        for settlement in self.sudo():  # sudo: figures of the system
            rows, issues = settlement._get_part_rows(), settlement._get_issue_rows()
            settlement.line_ids.unlink()
            settlement.issue_ids.unlink()
            self.env['aftersales.station.settlement.line'].sudo().create(
                [{'settlement_id': settlement.id, 'product_id': product, **figures} for product, figures in rows.items()])
            self.env['aftersales.station.settlement.issue'].sudo().create(
                [{'settlement_id': settlement.id, **row} for row in issues])
            settlement.write({
                'counted_date': fields.Datetime.now(),
                'amount_issued': sum(row['qty_issued'] * row['price_unit'] for row in rows.values()),
                'amount_closing': sum(row['qty_closing'] * row['price_unit'] for row in rows.values())})

    def _get_bounds(self):
        """:return: begin and end of the month at the station, in UTC"""
        self.ensure_one()
        workshop = self.workshop_id
        first, after = (workshop._get_day_bounds(self.period + relativedelta(months=months))[0] for months in (0, 1))
        return first, after

    def _get_store_locations(self):
        store = self.warehouse_id.aftersales_warranty_location_id
        return self.env['stock.location'].with_context(active_test=False).search([('id', 'child_of', store.ids)]).ids or [0]

    def _get_part_rows(self):
        """:return: dict of product id: dict of figures, of all products that were ever in the store or came back old"""
        self.ensure_one()
        rows = {}
        names = ('qty_opening', 'qty_received', 'qty_replaced', 'qty_issued', 'qty_taken')
        for product, *figures in self.env.execute_query(self._get_moves_query()):
            if any(round(figure, 6) for figure in figures):
                opening, received, replaced, issued, taken = figures
                rows[product] = {
                    **dict(zip(names, figures, strict=True)), 'qty_closing': opening + received + replaced - issued - taken}
        for name, moment, domain in (
                ('old_in', 'handed_in_date', []), ('accepted', 'appraised_date', [('appraisal', '=', 'accepted')]),
                ('rejected', 'appraised_date', [('appraisal', '=', 'rejected')])):
            first, after = self._get_bounds()
            for product, quantity in self.env['aftersales.old.part'].sudo()._read_group(  # sudo: as above
                    [('workshop_id.warehouse_id', '=', self.warehouse_id.id), (moment, '>=', first), (moment, '<', after),
                     *domain], ['product_id'], ['quantity:sum']):
                rows.setdefault(product.id, dict.fromkeys((*names, 'qty_closing'), 0.0))[name] = quantity
        products = self.env['product.product'].sudo().with_company(self.company_id).browse(rows)
        for product in products:
            rows[product.id]['price_unit'] = product.standard_price
        return rows

    def _get_moves_query(self):
        first, after = self._get_bounds()
        stores = tuple(self._get_store_locations())
        self.env.flush_all()
        return SQL("""
            SELECT product_id,
                   COALESCE(SUM(qty) FILTER (WHERE date < %(first)s), 0)::float8,
                   COALESCE(SUM(qty) FILTER (WHERE date >= %(first)s AND qty > 0 AND other != 'customer'
                                             AND NOT (other = 'supplier' AND purchase_line_id IS NULL)), 0)::float8,
                   COALESCE(SUM(qty) FILTER (WHERE date >= %(first)s AND qty > 0 AND other = 'supplier'
                                             AND purchase_line_id IS NULL), 0)::float8,
                   COALESCE(-SUM(qty) FILTER (WHERE date >= %(first)s AND other = 'customer'), 0)::float8,
                   COALESCE(-SUM(qty) FILTER (WHERE date >= %(first)s AND qty < 0 AND other != 'customer'), 0)::float8
              FROM (SELECT line.product_id, line.date, move.purchase_line_id,
                           CASE WHEN line.location_dest_id IN %(stores)s THEN source.usage ELSE target.usage END AS other,
                           CASE WHEN line.location_dest_id IN %(stores)s THEN 1 ELSE -1 END
                           * line.quantity_product_uom AS qty
                      FROM stock_move_line line
                      JOIN stock_move move ON move.id = line.move_id
                      JOIN stock_location source ON source.id = line.location_id
                      JOIN stock_location target ON target.id = line.location_dest_id
                     WHERE line.state = 'done' AND line.date < %(after)s
                       AND (line.location_dest_id IN %(stores)s) != (line.location_id IN %(stores)s)) moves
          GROUP BY product_id ORDER BY product_id
        """, first=first, after=after, stores=stores)

    def _get_issue_rows(self):
        """:return: what was issued by outlet, model and part, less what came back"""
        self.ensure_one()
        first, after = self._get_bounds()
        rows = self.env.execute_query(SQL("""
            SELECT job.workshop_id, car.model_id, line.product_id,
                   SUM(CASE WHEN line.location_id IN %(stores)s THEN 1 ELSE -1 END * line.quantity_product_uom)::float8
              FROM stock_move_line line
              JOIN stock_move move ON move.id = line.move_id
              JOIN stock_location source ON source.id = line.location_id
              JOIN stock_location target ON target.id = line.location_dest_id
         LEFT JOIN aftersales_order_line part ON part.id = move.aftersales_line_id
         LEFT JOIN aftersales_job job ON job.id = part.job_id
         LEFT JOIN fleet_vehicle car ON car.id = job.vehicle_id
             WHERE line.state = 'done' AND line.date >= %(first)s AND line.date < %(after)s
               AND ((line.location_id IN %(stores)s AND target.usage = 'customer')
                    OR (line.location_dest_id IN %(stores)s AND source.usage = 'customer'))
          GROUP BY job.workshop_id, car.model_id, line.product_id
          ORDER BY job.workshop_id, car.model_id, line.product_id
        """, first=first, after=after, stores=tuple(self._get_store_locations())))
        return [
            {'workshop_id': workshop, 'model_id': model, 'product_id': product, 'quantity': quantity}
            for workshop, model, product, quantity in rows if round(quantity, 6)]

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# What moves parts, beside the opening; and what old parts do.
FLOWS = ('qty_received', 'qty_replaced', 'qty_issued', 'qty_taken')
MOVED = ('qty_opening', *FLOWS)
OLD = ('old_in', 'accepted', 'rejected')


class AftersalesStationSettlement(models.Model):
    """The month's figures, counted from the transfers of the warranty store and from the old parts.

    What came in from a supplier on a purchase was bought; without one the maker replaced a part. What went to a customer
    was issued, less what came back from him. All else that came in was received, that went out taken elsewhere:
    opening + received + replaced − issued − taken = closing.

    A month that was sent stays as it was counted. What is booked into it afterwards the next one takes: it tells all that
    happened since the first month of the store that was sent, less what those before it told. So the closing is that of
    the book, and nothing is settled twice or never.
    """
    _inherit = 'aftersales.station.settlement'

    def _count(self):
        """Count drafts; called twice it makes the same."""
        for settlement in self.filtered(lambda settlement: settlement.state != 'draft'):
            raise UserError(self.env._(
                "%(settlement)s is %(state)s: it stays as it was counted.", settlement=settlement.display_name,
                state=settlement._get_state_label()))
        for settlement in self.sudo().sorted('period'):  # sudo: figures of the system
            told = settlement._get_told(self)
            rows, issues = settlement._get_part_rows(told), settlement._get_issue_rows(told)
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

    def _get_told(self, counted):
        """Settlements of the store's earlier months that stay as they are, with those ``counted`` just before this one."""
        self.ensure_one()
        sent = self.search([
            ('warehouse_id', '=', self.warehouse_id.id), ('period', '<', self.period), ('state', '!=', 'draft')])
        together = counted.sudo().filtered(
            lambda other: other.warehouse_id == self.warehouse_id and other.period < self.period)
        return (sent | together).sorted('period')

    def _get_span(self, told):
        """:return: from when to when, in UTC, is counted what ``told`` did not tell"""
        first, after = self._get_bounds()
        return (told[:1]._get_bounds()[0] if told else first), after

    def _get_part_rows(self, told):
        """:return: dict of product id: dict of figures, of all products that were ever in the store or came back old"""
        self.ensure_one()
        first, after = self._get_span(told)
        found = {
            product: dict(zip(MOVED, figures, strict=True))
            for product, *figures in self.env.execute_query(self._get_moves_query(first, after))}
        for name, moment, domain in (
                ('old_in', 'handed_in_date', []), ('accepted', 'appraised_date', [('appraisal', '=', 'accepted')]),
                ('rejected', 'appraised_date', [('appraisal', '=', 'rejected')])):
            for product, quantity in self.env['aftersales.old.part'].sudo()._read_group(  # sudo: as above
                    [('workshop_id.warehouse_id', '=', self.warehouse_id.id), (moment, '>=', first), (moment, '<', after),
                     *self.env['aftersales.old.part']._get_claimed_domain(), *domain], ['product_id'], ['quantity:sum']):
                found.setdefault(product.id, {})[name] = quantity
        rows = self._take_off_told(found, told)
        products = self.env['product.product'].sudo().with_company(self.company_id).browse(rows)
        for product in products:
            rows[product.id]['price_unit'] = product.standard_price
        return rows

    def _take_off_told(self, found, told):
        """Of what was ``found`` since the first of ``told`` what none of them told, with opening and closing."""
        before = {product.id: sums for product, *sums in told.line_ids._read_group(
            [('settlement_id', 'in', told.ids)], ['product_id'], [f'{name}:sum' for name in (*FLOWS, *OLD)])}
        began = {line.product_id.id: line.qty_opening for line in told[:1].line_ids}
        rows = {}
        for product in found | before:
            row = dict.fromkeys((*MOVED, *OLD), 0.0) | found.get(product, {})
            if told:  # what was booked into the time before the first of them came in or was taken, nobody knows more of it
                late = row['qty_opening'] - began.get(product, 0.0)
                row['qty_received'] += max(late, 0.0)
                row['qty_taken'] += max(-late, 0.0)
                row['qty_opening'] = began.get(product, 0.0)
            sums = dict(zip((*FLOWS, *OLD), before.get(product) or [0.0] * len((*FLOWS, *OLD)), strict=True))
            row['qty_opening'] = self._get_closing(row['qty_opening'], sums)
            row = row | {name: row[name] - sums[name] for name in sums}
            if any(round(figure, 6) for figure in row.values()):
                rows[product] = row | {'qty_closing': self._get_closing(row['qty_opening'], row)}
        return rows

    def _get_closing(self, opening, row):
        return opening + row['qty_received'] + row['qty_replaced'] - row['qty_issued'] - row['qty_taken']

    def _get_moves_query(self, first, after):
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

    def _get_issue_rows(self, told):
        """:return: what was issued by outlet, model and part, less what came back and what ``told`` told"""
        self.ensure_one()
        first, after = self._get_span(told)
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
        issued = {tuple(keys): quantity for *keys, quantity in rows}
        for *records, quantity in told.issue_ids._read_group(
                [('settlement_id', 'in', told.ids)], ['workshop_id', 'model_id', 'product_id'], ['quantity:sum']):
            keys = tuple(record.id or None for record in records)
            issued[keys] = issued.get(keys, 0.0) - quantity
        return [
            {'workshop_id': workshop, 'model_id': model, 'product_id': product, 'quantity': quantity}
            for (workshop, model, product), quantity in issued.items() if round(quantity, 6)]

from collections import defaultdict
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from . import forecast

YEAR = 12
# Where no supplier says how long he takes.
LEAD_DAYS = 30
DAYS_A_MONTH = 30.4
PERCENT = {'digits': (5, 1), 'bounds': (50, 99.9), 'tracking': True, 'required': True}


class AftersalesStockingPolicy(models.Model):
    """What a store keeps (H5): from how many demands on, until when, how surely, and for how long is ordered at once.

    Each month all parts of the store are worked out anew, with a handful of queries for all of them: what was asked for is
    what left for customers and jobs, less what came back, and what could not be sold because it was not there. An emergency
    buy left for its job, and counts as that.
    """
    _name = 'aftersales.stocking.policy'
    _description = "Stock Policy"
    _inherit = ['aftersales.system.values.mixin', 'aftersales.batch.mixin', 'aftersales.log.mixin']
    _order = 'company_id, warehouse_id, id'
    _rec_name = 'warehouse_id'

    warehouse_id = fields.Many2one('stock.warehouse', string="Store", required=True, readonly=True, ondelete='cascade')
    company_id = fields.Many2one(related='warehouse_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    cover_a = fields.Float(
        string="Class A Covered (%)", default=95, **PERCENT,
        help="How surely what is kept suffices until the next delivery. Class A is what makes up 80 % of the turnover.")
    cover_b = fields.Float(
        string="Class B Covered (%)", default=92, **PERCENT, help="What makes up the next 15 % of the turnover.")
    cover_c = fields.Float(string="Class C Covered (%)", default=85, **PERCENT, help="The rest.")
    phase_in = fields.Integer(
        string="Kept from Demands", default=forecast.PHASE_IN, required=True, tracking=True, bounds=(0, 99),
        help="A part that is not kept yet is proposed once it was asked for so many times within 12 months.")
    phase_out = fields.Integer(
        string="Ended after Months", default=forecast.PHASE_OUT, required=True, tracking=True, bounds=(0, 60),
        help="A part that nobody asked for in so many months is left to run out, at most 18. 0: never; what is kept falls by "
             "itself as demand fades. The trade often says 9: that keeps less, and more is asked for in vain.")
    review_days = fields.Integer(
        string="Days between Orders", default=30, required=True, tracking=True, bounds=(1, 365),
        help="What is kept suffices for so many days and for the supplier's time of delivery.")
    order_cost = fields.Monetary(
        string="Cost of an Order Line", default=10, required=True, tracking=True, bounds=(0, 1e6),
        groups='aftersales.group_stocking', help="Ordering, receiving and putting away one part.")
    holding_rate = fields.Float(
        string="Cost of Keeping (% a Year)", default=20, required=True, tracking=True, digits=(5, 1), bounds=(0, 100),
        help="Money, room and ageing, of the value kept.")
    done_month = fields.Date(string="Worked Out For", readonly=True, copy=False)
    proposal_ids = fields.One2many('aftersales.stocking.proposal', 'policy_id', string="Proposals", readonly=True)

    _warehouse_uniq = models.UniqueIndex("(warehouse_id)", "This store has its stock policy already.")

    # === ACTION METHODS ===#

    def action_work_out(self):
        """Work out the proposals now, such as after the policy was changed."""
        self.check_access('write')
        # sudo: what is proposed is the system's word
        self.sudo()._propose()
        return self.action_view_proposals()

    @api.readonly
    def action_view_proposals(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_stocking_proposals')
        return {**action, 'domain': [('policy_id', 'in', self.ids)]}

    # === BUSINESS METHODS ===#

    @api.model
    def _create_missing(self):
        """Give each store that has none its policy."""
        # sudo: the system gives it, for all companies
        known = self.sudo().search_fetch([], ['warehouse_id']).warehouse_id
        missing = self.env['stock.warehouse'].sudo().search([('id', 'not in', known.ids)])
        return self.sudo().create([{'warehouse_id': warehouse.id} for warehouse in missing])

    @api.model
    def _cron_propose(self, batch_size=20):
        """Each store's proposals, once a month."""
        self._create_missing()
        month = fields.Date.today().replace(day=1)
        # sudo: a scheduled action works for all companies
        self.sudo()._work_through(
            Domain('done_month', '=', False) | Domain('done_month', '<', month), '_propose', batch_size)

    def _propose(self):
        for policy in self:
            policy._propose_alone()

    def _propose_alone(self):
        """Write what is proposed for each part of the store, and drop what lies there no more and nobody asks for."""
        self.ensure_one()
        self.env.flush_all()
        zone = self.company_id._get_clock_zone()
        month = fields.Date.context_today(self.with_context(tz=zone)).replace(day=1)
        history, superseded = self._pass_on(self._read_history(month, zone))
        rules, seasons = self._read_rules(), self._read_seasons()
        products = self.env['product.product'].browse(
            {*history, *superseded, *rules, *seasons, *self._read_products_here()}).exists().filtered(
                lambda product: product.is_storable and product.active).with_company(self.company_id)
        known = self._count_known_months(month)
        months = {product: self._get_months(history.get(product.id, {})) for product in products}
        weighted = {product: forecast.get_weighted(months[product]) for product in products}
        average = forecast.get_average_rate(list(weighted.values()), forecast.get_known(known))
        classes = forecast.get_classes({product: sum(months[product][:YEAR]) * product.standard_price for product in products})
        leads, old_stock = self._read_leads(products), self._read_old_stock(superseded)
        vals = {}
        for product in products:
            vals[product] = self._prepare_proposal_vals(product, months[product], classes[product], rules.get(product.id))
            shape, probability = forecast.get_distribution(
                weighted[product], forecast.get_known(known), average,
                (leads.get(product.product_tmpl_id.id, LEAD_DAYS) + self.review_days) / DAYS_A_MONTH)
            vals[product] |= {
                'shape': shape, 'probability': probability, 'worked_month': month, 'months_known': known,
                'is_superseded': product.id in superseded, 'old_stock': old_stock.get(product.id, []),
                **self._count_demands(history.get(product.id, {})),
                **seasons.get(product.id, {'season_id': False, 'season_pieces': 0}),
            }
            self._decide_levels(product, vals[product])
        self.env['aftersales.stocking.proposal']._take(self, vals)
        self.done_month = month

    def _get_months(self, history):
        return [max(0.0, history[age][0]) if age in history else 0.0 for age in range(forecast.WINDOW)]

    def _count_demands(self, history):
        year = [history[age] for age in range(YEAR) if age in history]
        return {'demand_count': sum(count for __, count, __ in year), 'lost_pieces': sum(lost for *__, lost in year)}

    def _prepare_proposal_vals(self, product, months, abc_class, rule):
        year = months[:YEAR]
        return {
            'product_id': product.id, 'abc_class': abc_class, 'xyz_class': forecast.get_steadiness(year),
            'demand_pieces': sum(year), 'demand_months': sum(1 for pieces in year if pieces), 'most_pieces': max(year),
            'idle_months': next((age for age, pieces in enumerate(months) if pieces), forecast.WINDOW),
            'orderpoint_id': rule and rule.id,
        }

    def _decide_levels(self, product, vals):
        """What is kept, how many are ordered at once, and why."""
        rule = self.env['stock.warehouse.orderpoint'].browse(vals['orderpoint_id'])
        is_kept = bool(rule and rule.product_max_qty > 0)
        vals['wanted_cover'] = self[f"cover_{vals['abc_class']}"]
        level = 0
        # Months that nobody knows of are no months without demand.
        idle = min(vals['idle_months'], vals['months_known'])
        kind = forecast.get_phase(is_kept, idle, vals['demand_count'], self.phase_in, self.phase_out)
        if vals['is_superseded']:
            kind = 'end' if is_kept else 'none'
        if not kind:
            level, = forecast.get_levels(vals['shape'], vals['probability'], [vals['wanted_cover'] / 100])
        level = self._get_season_level(level, vals)
        if vals['season_id']:
            kind = None
        # What the old number still covers need not be there of the new one.
        covered = min(level, int(sum(saved for __, __, saved in vals['old_stock'])))
        level -= covered
        yearly = forecast.get_rate(vals['shape'], forecast.get_known(vals['months_known'])) * YEAR
        quantity = forecast.get_order_quantity(
            yearly, self.order_cost, product.standard_price, self.holding_rate / 100) if level else 0
        most = level + quantity - 1 if level else 0
        if not kind:
            now = (rule.product_min_qty, rule.product_max_qty)
            if not is_kept:
                kind = 'start' if level else 'none'
            else:
                kind = 'same' if now == (level, most) else 'raise' if (level, most) > now else 'lower'
        vals.update(kind=kind, best_min=level, best_max=most, covered_pieces=covered, value=level * product.standard_price)

    # === BUSINESS METHODS: WHAT IS READ ===#

    def _read_history(self, month, zone):
        """:return: dict of product's id: dict of age in months (0: last month): (pieces, demands, pieces lost)"""
        since = fields.Datetime.to_datetime(month - relativedelta(months=forecast.WINDOW)) - timedelta(days=1)
        self.env.cr.execute(SQL(
            """
            SELECT asked.product_id,
                   (EXTRACT(YEAR FROM AGE(%(month)s, asked.month)) * 12
                    + EXTRACT(MONTH FROM AGE(%(month)s, asked.month)))::int - 1 AS age,
                   SUM(asked.pieces), SUM(asked.demands), SUM(asked.lost)
              FROM (
                SELECT line.product_id,
                       date_trunc('month', line.date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS month,
                       SUM(CASE WHEN source.usage = 'internal' THEN line.quantity_product_uom
                                ELSE -line.quantity_product_uom END) AS pieces,
                       COUNT(DISTINCT line.move_id) FILTER (WHERE source.usage = 'internal') AS demands, 0 AS lost
                  FROM stock_move_line AS line
                  JOIN stock_location AS source ON source.id = line.location_id
                  JOIN stock_location AS target ON target.id = line.location_dest_id
                 WHERE line.state = 'done' AND line.date >= %(since)s AND line.company_id = %(company)s
                   AND (source.warehouse_id = %(warehouse)s AND source.usage = 'internal' AND target.usage = 'customer'
                        OR target.warehouse_id = %(warehouse)s AND target.usage = 'internal' AND source.usage = 'customer')
              GROUP BY 1, 2
             UNION ALL
                SELECT sale.product_id, date_trunc('month', sale.date)::date, SUM(sale.quantity), COUNT(*),
                       SUM(sale.quantity)
                  FROM aftersales_lost_sale AS sale
                 WHERE sale.warehouse_id = %(warehouse)s AND sale.date >= %(since)s AND sale.reason IN ('stock', 'time')
                   AND sale.is_mistake IS NOT TRUE
              GROUP BY 1, 2) AS asked
             WHERE asked.month < %(month)s
          GROUP BY 1, 2
            """, zone=zone, since=since, company=self.company_id.id, warehouse=self.warehouse_id.id, month=month))
        history = defaultdict(dict)
        for product_id, age, pieces, demands, lost in self.env.cr.fetchall():
            history[product_id][age] = (float(pieces), int(demands), float(lost))
        return history

    def _count_known_months(self, month):
        """For how long the store has been issuing, at most as long as the past counts."""
        self.env.cr.execute(SQL(
            """
            SELECT EXTRACT(YEAR FROM passed.time) * 12 + EXTRACT(MONTH FROM passed.time)
              FROM (
                SELECT AGE(%s, date_trunc('month', MIN(line.date))) AS time
                  FROM stock_move_line AS line JOIN stock_location AS source ON source.id = line.location_id
                 WHERE line.state = 'done' AND line.company_id = %s AND source.warehouse_id = %s
                   AND source.usage = 'internal') AS passed
            """, month, self.company_id.id, self.warehouse_id.id))
        return min(forecast.WINDOW, max(1, int(self.env.cr.fetchone()[0] or 0)))

    def _read_rules(self):
        """:return: dict of product's id: its rule in this store"""
        rules = self.env['stock.warehouse.orderpoint'].search_fetch(
            [('warehouse_id', '=', self.warehouse_id.id), ('location_id', '=', self.warehouse_id.lot_stock_id.id)],
            ['product_id', 'product_min_qty', 'product_max_qty'])
        return {rule.product_id.id: rule for rule in rules}

    def _read_products_here(self):
        groups = self.env['stock.quant']._read_group(
            [('location_id.warehouse_id', '=', self.warehouse_id.id), ('location_id.usage', '=', 'internal'),
             ('quantity', '>', 0)], ['product_id'])
        return [product.id for product, in groups]

    def _read_leads(self, products):
        """:return: dict of template's id: days of delivery of its first supplier"""
        leads = {}
        for seller in self.env['product.supplierinfo'].search_fetch(
                [('product_tmpl_id', 'in', products.product_tmpl_id.ids), ('company_id', 'in', (False, self.company_id.id))],
                ['product_tmpl_id', 'delay'], order='sequence, min_qty DESC, price, id'):
            leads.setdefault(seller.product_tmpl_id.id, seller.delay)
        return leads

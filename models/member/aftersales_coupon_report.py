from odoo import fields, models
from odoo.tools import SQL

from .aftersales_coupon_terms import BEARERS

NOTHING = SQL(
    """
    SELECT 0 AS id, NULL::varchar AS program_name, NULL::varchar AS kind, NULL::varchar AS bearer, NULL::int AS company_id,
           NULL::int AS currency_id, NULL::int AS partner_id, NULL::varchar AS code, NULL::timestamp AS date,
           NULL::date AS expiry_date,
           NULL::varchar AS state, 0 AS issued, 0 AS used, 0.0 AS points, 0.0 AS cost, 0.0 AS liability,
           NULL::varchar AS source, NULL::int AS campaign_id, NULL::int AS complaint_id WHERE FALSE
    """)


class AftersalesCouponReport(models.Model):
    """A row for each coupon, gift card and card of points that was issued: what was used of it, what it cost, and what the
    house still owes (contracts, §12). Without Odoo's app for coupons there is no row, and no menu.

    The terms of a branch are its own, else those of the nearest company above it, as where coupons are used."""
    _name = 'aftersales.coupon.report'
    _description = "Coupon Figures"
    _auto = False
    _order = 'date desc, id'
    _rec_name = 'code'

    program_name = fields.Char(string="Program", readonly=True)
    kind = fields.Selection([
        ('coupon', "Coupon"), ('gift', "Gift Card"), ('points', "Points"), ('other', "Other")], readonly=True)
    bearer = fields.Selection(
        BEARERS, string="Borne By", readonly=True, help="When it was used, or by the terms of its program.")
    source = fields.Selection([
        ('campaign', "Given at a Campaign"), ('complaint', "Given for a Complaint"), ('birthday', "Birthday"),
        ('referral', "Brought a Customer"), ('insurance', "Insured with Us"), ('member', "Member's Card"),
        ('purchase', "Bought or Earned by a Purchase"), ('hand', "Given by Hand"),
    ], string="Where It Came From", readonly=True)
    campaign_id = fields.Many2one('aftersales.campaign', string="Campaign", readonly=True)
    complaint_id = fields.Many2one('aftersales.complaint', string="Complaint", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True)
    code = fields.Char(readonly=True)
    date = fields.Datetime(string="Issued On", readonly=True)
    expiry_date = fields.Date(string="Valid Until", readonly=True)
    state = fields.Selection([
        ('open', "Not Used Yet"), ('used', "Used"), ('expired', "Expired"), ('void', "Void")], string="Status", readonly=True)
    issued = fields.Integer(string="Cards Issued", readonly=True)
    used = fields.Integer(readonly=True, help="How often it was used, and not given back.")
    points = fields.Float(string="Left on the Card", readonly=True)
    cost = fields.Monetary(readonly=True, groups='aftersales.group_price', help="What it took off, with taxes.")
    liability = fields.Monetary(
        string="Still Owed", readonly=True, groups='aftersales.group_price',
        help="What is left on gift cards, and what points are worth by the best reward of their program.")

    @property
    def _table_query(self):
        if 'loyalty.card' not in self.env:
            return NOTHING
        return SQL(
            """
            SELECT card.id, COALESCE(program.name->>%(lang)s, program.name->>'en_US') AS program_name,
                   CASE WHEN program.program_type IN ('coupons', 'next_order_coupons') THEN 'coupon'
                        WHEN program.program_type IN ('gift_card', 'ewallet') THEN 'gift'
                        WHEN program.program_type = 'loyalty' THEN 'points' ELSE 'other' END AS kind,
                   COALESCE(given.bearer, terms.bearer, 'house') AS bearer,
                   COALESCE(card.company_id, %(company)s) AS company_id, program.currency_id, card.partner_id, card.code,
                   card.create_date AS date, LEAST(card.expiration_date, program.date_to) AS expiry_date,
                   CASE WHEN NOT card.active THEN 'void'
                        WHEN card.points <= 0 THEN 'used'
                        WHEN LEAST(card.expiration_date, program.date_to) < %(today)s THEN 'expired'
                        ELSE 'open' END AS state,
                   guest.campaign_id, solution.complaint_id,
                   CASE WHEN voucher.occasion IS NOT NULL THEN voucher.occasion
                        WHEN guest.campaign_id IS NOT NULL THEN 'campaign'
                        WHEN solution.complaint_id IS NOT NULL THEN 'complaint'
                        WHEN program.program_type = 'loyalty' THEN 'member'
                        WHEN program.program_type = 'next_order_coupons' OR EXISTS (
                             SELECT FROM loyalty_history AS history
                              WHERE history.card_id = card.id AND history.order_id > 0 AND history.issued > 0) THEN 'purchase'
                        ELSE 'hand' END AS source,
                   1 AS issued, COALESCE(given.times, 0) AS used, card.points, COALESCE(given.amount, 0) AS cost,
                   CASE WHEN NOT card.active OR LEAST(card.expiration_date, program.date_to) < %(today)s THEN 0
                        ELSE GREATEST(card.points, 0) * COALESCE(worth.of_point, 0) END AS liability
              FROM loyalty_card AS card
              JOIN loyalty_program AS program ON program.id = card.program_id
         LEFT JOIN (SELECT coupon_code, MIN(campaign_id) AS campaign_id
                      FROM aftersales_campaign_guest WHERE coupon_code IS NOT NULL GROUP BY 1) AS guest
                ON guest.coupon_code = card.code
         LEFT JOIN (SELECT voucher_key, MIN(complaint_id) AS complaint_id
                      FROM aftersales_complaint_solution WHERE voucher_key > 0 GROUP BY 1) AS solution
                ON solution.voucher_key = card.id
         LEFT JOIN (SELECT card_key, MIN(occasion) AS occasion
                      FROM aftersales_voucher WHERE card_key > 0 GROUP BY 1) AS voucher
                ON voucher.card_key = card.id
              JOIN res_company AS house ON house.id = COALESCE(card.company_id, %(company)s)
         LEFT JOIN LATERAL (
                SELECT nearest.bearer
                  FROM aftersales_coupon_terms AS nearest
                  JOIN res_company AS owner ON owner.id = nearest.company_id
                 WHERE nearest.coupon_program = program.id::text AND nearest.active
                       AND house.parent_path LIKE owner.parent_path || '%%'
              ORDER BY LENGTH(owner.parent_path) DESC LIMIT 1) AS terms ON TRUE
         LEFT JOIN LATERAL (
                SELECT COUNT(*) AS times, SUM(benefit.amount) AS amount, MAX(benefit.bearer) AS bearer
                  FROM aftersales_benefit AS benefit
                 WHERE benefit.card_key = card.id AND benefit.state = 'used') AS given ON TRUE
         LEFT JOIN LATERAL (
                SELECT MAX(CASE reward.discount_mode WHEN 'per_point' THEN reward.discount
                                WHEN 'per_order' THEN reward.discount / reward.required_points END) AS of_point
                  FROM loyalty_reward AS reward
                 WHERE reward.program_id = program.id AND reward.active AND reward.reward_type = 'discount'
                   AND program.program_type IN ('gift_card', 'ewallet', 'loyalty')) AS worth ON TRUE
            """, lang=self.env.lang or 'en_US', company=self.env.company.id, today=fields.Date.context_today(self))

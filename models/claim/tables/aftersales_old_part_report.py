from odoo import fields, models
from odoo.tools import SQL


class AftersalesOldPartReport(models.Model):
    """Table F: a row an old part: in, appraised, sent, scrapped, overdue (I5)."""
    _name = 'aftersales.old.part.report'
    _inherit = ['aftersales.analysis.mixin']
    _description = "Old Part Analysis"
    _auto = False
    _order = 'date desc, id desc'
    _rec_name = 'old_part_id'

    date = fields.Datetime(string="Tagged on", readonly=True)
    old_part_id = fields.Many2one('aftersales.old.part', readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True)
    product_id = fields.Many2one('product.product', string="Part", readonly=True)
    tagged = fields.Float(digits='Product Unit', readonly=True)
    in_count = fields.Float(string="In", digits='Product Unit', readonly=True)
    appraised = fields.Float(digits='Product Unit', readonly=True)
    accepted = fields.Float(digits='Product Unit', readonly=True)
    rejected = fields.Float(digits='Product Unit', readonly=True)
    sent = fields.Float(digits='Product Unit', readonly=True)
    scrapped = fields.Float(digits='Product Unit', readonly=True)
    overdue = fields.Float(digits='Product Unit', readonly=True, help="Should be here and is not.")

    @property
    def _table_query(self):
        return SQL("""
            SELECT p.id, p.create_date AS date, p.id AS old_part_id, p.company_id, p.workshop_id, p.product_id,
                   p.quantity AS tagged,
                   CASE WHEN p.handed_in_date IS NOT NULL THEN p.quantity ELSE 0 END AS in_count,
                   CASE WHEN p.appraisal IS NOT NULL THEN p.quantity ELSE 0 END AS appraised,
                   CASE WHEN p.appraisal = 'accepted' THEN p.quantity ELSE 0 END AS accepted,
                   CASE WHEN p.appraisal = 'rejected' THEN p.quantity ELSE 0 END AS rejected,
                   CASE WHEN p.sent_date IS NOT NULL THEN p.quantity ELSE 0 END AS sent,
                   CASE WHEN p.scrapped_date IS NOT NULL THEN p.quantity ELSE 0 END AS scrapped,
                   CASE WHEN p.handed_in_date IS NULL AND p.deadline < %(today)s THEN p.quantity ELSE 0 END AS overdue
              FROM aftersales_old_part p
        """, today=fields.Date.context_today(self))

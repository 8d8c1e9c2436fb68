from odoo import api, fields, models

from .aftersales_complaint_category import SEVERITIES

STAGES = [
    ('received', "Acknowledge to the customer"), ('acknowledged', "Begin the investigation"),
    ('investigating', "Investigate, name cause and measures"), ('proposed', "Agree and decide"),
    ('approved', "Carry out"), ('carried_out', "Ask whether the customer is content"), ('confirmed', "Close"),
    ('report', "Report after the joint inspection"), ('whole', "The whole, from registration"),
    ('acceptance', "Authority: acceptance"), ('mediation', "Authority: end of mediation"),
    ('aftercall', "Call after closing"), ('statute_reply', "Law: reply to the demand"),
    ('statute_end', "Law: demand carried out"),
]
HOMES = [('home', "Home"), ('abroad', "Abroad")]


class AftersalesDeadline(models.Model):
    """How long a step of a complaint may take: by step, category, home or abroad, and severity (K2).

    Of the rows that fit, the most particular one counts: the company's own before a common one, then that of the category
    itself before that of the one it is part of, then severity, then home or abroad.
    """
    _inherit = 'aftersales.deadline'

    document = fields.Selection(selection_add=[('complaint', "Complaint")], ondelete={'complaint': 'cascade'})
    promise_step = fields.Selection(selection_add=STAGES, ondelete=dict.fromkeys(dict(STAGES), 'cascade'))
    area_kind = fields.Selection(selection_add=HOMES, ondelete=dict.fromkeys(dict(HOMES), 'cascade'))
    severity = fields.Selection(selection_add=SEVERITIES, ondelete=dict.fromkeys(dict(SEVERITIES), 'cascade'))
    counted_in = fields.Selection(
        selection_add=[('company_days', "Working days of the company"), ('law_days', "Working days of the law")],
        ondelete=dict.fromkeys(('company_days', 'law_days'), 'cascade'),
        help="Days the outlet is open: a day is as long as its doors are, half a day ends in the middle of one. "
             "Calendar days: by the outlet's clock, whatever hour summer time skips. "
             "Working days of the law: whole days of the company's calendar, the day itself not counted.")
    category_id = fields.Many2one(
        'aftersales.complaint.category', index='btree_not_null', ondelete='cascade', tracking=True,
        help="With all that is part of it. Empty: those that have no deadline of their own.")

    _row_uniq = models.UniqueIndex(
        "(document, promise_step, COALESCE(kind, ''), COALESCE(area_kind, ''), COALESCE(severity, ''), "
        "COALESCE(category_id, 0), COALESCE(company_id, 0)) WHERE active",
        "There is a deadline for the same step, kind, area and severity already. Change that one, or archive it first.")

    @api.model
    def _get_document_steps(self):
        return super()._get_document_steps() | {'complaint': tuple(dict(STAGES))}

    @api.model
    def _get_categories(self):
        """Categories that have deadlines of their own."""
        return self.sudo().search([('category_id', '!=', False)]).category_id  # sudo: see _get_rows

    def _pick_for_complaint(self, complaint, stage):
        """The row that counts for a complaint, or none."""
        path = complaint._get_category_path()
        fitting = self.filtered(lambda row: (
            row.promise_step == stage and row.company_id.id in (False, complaint.company_id.id)
            and row.severity in (False, complaint.severity) and row.category_id.id in (False, *path)
            and row.area_kind in (False, 'abroad' if complaint.is_abroad else 'home')))
        return fitting.sorted(lambda row: (
            bool(row.company_id), path.index(row.category_id.id) + 1 if row.category_id else 0, bool(row.severity),
            bool(row.area_kind)))[-1:]

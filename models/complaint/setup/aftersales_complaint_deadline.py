from datetime import timedelta

import pytz

from odoo import api, fields, models

from .aftersales_complaint_category import SEVERITIES


class AftersalesComplaintDeadline(models.Model):
    """How long a step of a complaint may take, as data: by step, category, home or abroad, and severity (K2).

    Of the rows that fit, the most particular one counts: the company's own before a common one, then that of the category
    itself before that of the one it is part of, then severity, then home or abroad.
    """
    _name = 'aftersales.complaint.deadline'
    _description = "Deadline of Complaints"
    _order = 'stage, is_abroad, severity, id'
    _rec_name = 'stage'

    stage = fields.Selection(
        [
            ('received', "Acknowledge to the customer"), ('acknowledged', "Begin the investigation"),
            ('investigating', "Investigate, name cause and measures"), ('proposed', "Agree and decide"),
            ('approved', "Carry out"), ('carried_out', "Ask whether the customer is content"), ('confirmed', "Close"),
            ('report', "Report after the joint inspection"), ('whole', "The whole, from registration"),
            ('acceptance', "Authority: acceptance"), ('mediation', "Authority: end of mediation"),
            ('aftercall', "Call after closing"), ('statute_reply', "Law: reply to the demand"),
            ('statute_end', "Law: demand carried out"),
        ],
        string="Step", required=True)
    is_abroad = fields.Selection([('home', "Home"), ('abroad', "Abroad")], string="Customer", help="Empty: both.")
    severity = fields.Selection(SEVERITIES, help="Empty: all.")
    category_id = fields.Many2one(
        'aftersales.complaint.category', index='btree_not_null', ondelete='cascade',
        help="With all that is part of it. Empty: those that have no deadline of their own.")
    company_id = fields.Many2one('res.company', index='btree_not_null', help="Empty: in all companies.")
    term_days = fields.Float(required=True, digits=(6, 2), bounds=(0, 400))
    counted_in = fields.Selection(
        [
            ('calendar', "Calendar days"), ('outlet', "Opening hours of the outlet"),
            ('company', "Working hours of the company"), ('law', "Working days of the law"),
        ],
        string="Counted In", required=True, default='calendar',
        help="Working days of the law: whole days of the company's calendar, the day itself not counted.")
    source = fields.Char(help="Who asks for it: a law with its article, the maker's rules, the house.")

    _row_uniq = models.UniqueIndex(
        "(stage, COALESCE(is_abroad, ''), COALESCE(severity, ''), COALESCE(category_id, 0), COALESCE(company_id, 0))",
        "There is a deadline of this step for the same customers, category and severity already.")

    # === BUSINESS METHODS ===#

    @api.model
    def _get_rows(self, companies):
        # sudo: deadlines hold for whoever moves a complaint
        return self.sudo().search([('company_id', 'in', (False, *companies.ids))])

    @api.model
    def _get_categories(self):
        """Categories that have deadlines of their own."""
        return self.sudo().search([('category_id', '!=', False)]).category_id  # sudo: see _get_rows

    def _pick(self, complaint, stage):
        """The row that counts for a complaint, or none."""
        path = complaint._get_category_path()
        fitting = self.filtered(lambda row: (
            row.stage == stage and row.company_id.id in (False, complaint.company_id.id)
            and row.severity in (False, complaint.severity) and row.category_id.id in (False, *path)
            and row.is_abroad in (False, 'abroad' if complaint.is_abroad else 'home')))
        return fitting.sorted(lambda row: (
            bool(row.company_id), path.index(row.category_id.id) + 1 if row.category_id else 0, bool(row.severity),
            bool(row.is_abroad)))[-1:]

    def _get_end(self, start, tz, spans=()):
        """The moment (naive UTC) at which the deadline ends that begins at ``start``.

        :param tz: the clock by which days are counted, whatever hour summer time skips
        :param spans: open hours as (start, stop), naive UTC, in their order; without any, calendar days count
        """
        self.ensure_one()
        end = self._lay(start, tz, spans) if spans else None
        if end:
            return end
        whole, part = divmod(self.term_days, 1)
        local = pytz.utc.localize(start).astimezone(tz).replace(tzinfo=None) + timedelta(days=whole)
        moment = tz.normalize(tz.localize(local)).astimezone(pytz.utc).replace(tzinfo=None)
        return moment + timedelta(days=part)

    def _lay(self, start, tz, spans):
        """A day is as long as the doors are open on it: half a day ends in the middle of one."""
        days, left = {}, self.term_days
        for begin, end in spans:
            days.setdefault(pytz.utc.localize(begin).astimezone(tz).date(), []).append((begin, end))
        for hours in days.values():
            length = _add_up(hours)
            rest = [(max(begin, start), end) for begin, end in hours if end > start]
            part = _add_up(rest) / length
            if rest and part >= left:
                return _reach(rest, left * length)
            left -= part
        return None


def _add_up(spans):
    return sum((end - begin).total_seconds() for begin, end in spans)


def _reach(spans, seconds):
    """The moment at which so many seconds of the stretches are over."""
    for begin, end in spans:
        length = (end - begin).total_seconds()
        if length >= seconds:
            return begin + timedelta(seconds=seconds)
        seconds -= length
    return spans[-1][1]

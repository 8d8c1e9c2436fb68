from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, float_compare, float_round, format_date, formatLang

POINTS_MAIL, POINTS_SMS = 'aftersales.mail_template_points_lapse', 'aftersales.sms_template_points_lapse'


class AftersalesMember(models.Model):
    """Points that nobody uses for the months of their program's terms lapse, once the customer was told in time (G3).

    What is used is taken of the oldest points, so what is left is of the newest that were given. The row in the card's
    history says what lapsed and when.
    """
    _name = 'aftersales.member'
    _inherit = ['aftersales.member', 'aftersales.customer.notice.mixin', 'aftersales.log.mixin']

    lapse_date = fields.Date(
        string="Points Lapse On", readonly=True, index='btree_not_null', help="The customer is told of this day.")
    lapse_points = fields.Float(
        string="Points That Lapse", readonly=True, bounds=(0, 1e12), help="Unless he uses them until that day.")
    lapse_worked_date = fields.Date(string="Looked For Old Points On", readonly=True, index=True)

    # === NOTICES ===#

    def _is_notice_due(self, mail_template):
        is_ahead = bool(self.lapse_date) and self.lapse_date >= fields.Date.context_today(self)
        return is_ahead and super()._is_notice_due(mail_template)

    def _ask_for_call(self, mail_template):
        """Nobody calls because of points: whoever has neither address nor number hears of it on his next visit."""

    def _get_lapse_text(self):
        """The last day, as the reader of the notice writes it."""
        self.ensure_one()
        return self.env['ir.qweb.field.date'].value_to_html(self.lapse_date, {}) if self.lapse_date else ''

    def _get_lapse_points_text(self):
        self.ensure_one()
        return formatLang(self.env, self.lapse_points, digits=0 if self.lapse_points.is_integer() else 2)

    # === LAPSING ===#

    @api.model
    def _get_lapse_terms(self):
        """:return: the terms of programs whose points lapse, SUDOED"""
        Terms = self.env['aftersales.coupon.terms'].sudo()  # sudo: what a program asks for holds for every customer
        return Terms.search([('points_months', '>', 0)]) if self.env['aftersales.benefit']._has_loyalty() else Terms

    @api.model
    def _cron_lapse_points(self):
        """Each night: what lapses today goes off the cards, and whoever is to lose points is told."""
        if not self._get_lapse_terms():
            return
        today = fields.Date.context_today(self)
        if not self.search_count([('lapse_worked_date', '>=', today)], limit=1):
            self._add_holders()  # once a night, however many runs it takes
        self._work_through(
            Domain('lapse_worked_date', '<', today) | Domain('lapse_worked_date', '=', False), '_lapse_points', batch=2000,
            order='lapse_worked_date, id', together=True)

    @api.model
    def _add_holders(self):
        """Whoever has points that may lapse is a member, whether there are levels or not."""
        self.env.flush_all()
        self.env.cr.execute(SQL(
            """
            INSERT INTO aftersales_member (company_id, partner_id, create_uid, write_uid, create_date, write_date)
                 SELECT DISTINCT terms.company_id, card.partner_id, %(uid)s, %(uid)s, %(now)s, %(now)s
                   FROM aftersales_coupon_terms AS terms
                   JOIN loyalty_card AS card ON card.program_id::text = terms.coupon_program
                  WHERE terms.active AND terms.points_months > 0 AND card.points > 0 AND card.partner_id IS NOT NULL
            ON CONFLICT DO NOTHING
            """, uid=self.env.uid, now=fields.Datetime.now()))

    def _lapse_points(self):
        """What was announced for today lapses, and what is next is announced; as the system, together or one by one."""
        today = fields.Date.context_today(self)
        told = self.browse()
        for company, members in self.grouped('company_id').items():
            lots = members._fetch_lots(company)
            for member in members:
                if member.lapse_date and member.lapse_date < today:
                    member._take_off(lots[member.partner_id])
                elif not member.lapse_date and member._announce_lapse(lots[member.partner_id], today):
                    told |= member
        self.write({'lapse_worked_date': today})
        if told:
            told._queue_notice(POINTS_MAIL, POINTS_SMS)

    def _announce_lapse(self, lots, today):
        """:return: whether there is something to tell"""
        notice = max((terms.points_notice_days for *__, terms in lots), default=0)
        end = today + relativedelta(days=notice)
        points = float_round(sum(points for day, points, *__ in lots if day <= end), precision_digits=2)
        if float_compare(points, 0.0, precision_digits=2) <= 0:
            return False
        self.write({'lapse_date': end, 'lapse_points': points})
        return True

    def _take_off(self, lots):
        """What is too old since the announced day goes off the cards, with a row in the history of each."""
        by_card = defaultdict(float)
        for day, points, card, terms in lots:
            if day <= self.lapse_date:
                by_card[card, terms] += points
        words = self.with_context(lang=self.partner_id.lang or self.env.lang).env
        for (card, terms), points in by_card.items():
            self.env['aftersales.benefit']._lock_program(card, card)
            points = min(float_round(points, precision_digits=2), card.points)
            card.points = float_round(card.points - points, precision_digits=2)
            card.env['loyalty.history'].create({
                'card_id': card.id, 'issued': 0.0, 'used': points,
                'description': words._(
                    "Lapsed: not used within %(months)s months, told for %(day)s", months=terms.points_months,
                    day=format_date(words, self.lapse_date))})
        self.write({'lapse_date': False, 'lapse_points': 0.0})

    def _fetch_lots(self, company):
        """:return: dict of customer: list of (day they are too old, points, card, terms of its program), of what is left"""
        lots = defaultdict(list)
        terms = {int(term.coupon_program): term for term in self._get_lapse_terms() if term.company_id == company}
        if not terms:
            return lots
        cards = self.env['loyalty.card'].sudo().search([  # sudo: cards are the system's
            ('program_id', 'in', list(terms)), ('partner_id', 'in', self.partner_id.ids), ('points', '>', 0)], order='id')
        given = cards.env['loyalty.history'].search(
            [('card_id', 'in', cards.ids), ('issued', '>', 0)], order='create_date desc, id desc').grouped('card_id')
        for card in cards:
            term = terms[card.program_id.id]
            rest, rows = card.points, [(row.create_date, row.issued) for row in given.get(card, [])]
            for moment, issued in [*rows, (card.create_date, rest)]:  # what no row tells of came with the card
                points = min(issued, rest)
                if points > 0:
                    day = moment.date() + relativedelta(months=term.points_months)
                    lots[card.partner_id].append((day, points, card, term))
                rest -= points
        return lots

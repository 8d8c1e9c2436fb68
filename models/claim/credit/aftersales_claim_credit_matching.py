from collections import defaultdict

from odoo import models

from .aftersales_claim_credit_line import BOOKABLE

DECIDED_STATES = ('decided', 'credited', 'settled')


class AftersalesClaimCredit(models.Model):
    """Each row beside what the maker owes: what fits, what differs, and what is nobody's."""
    _inherit = 'aftersales.claim.credit'

    # === BUSINESS METHODS ===#

    def _match_rows(self, vals_list):
        """Complete the values of the rows: claim, what is owed, what to book, difference; three queries for any number."""
        self.ensure_one()
        claims = self._find_claims(vals_list)
        booked = self._find_booked(vals_list)
        # sudo: as the list names them
        reasons = self.env['aftersales.claim.reason'].sudo().search([])  # pylint: disable=no-search-all  # a short list
        reasons = reasons.grouped(lambda reason: self._fold(reason.code))
        open_by_claim, seen = {}, set()
        for vals in vals_list:
            claim = claims.get(self._fold(vals['claim_text']), self.env['aftersales.claim'].sudo())
            own = claim.filtered(lambda claim: claim.company_id == self.company_id)[:1] or claim[:1]
            vals['reason_id'] = reasons.get(self._fold(vals['reason_text']), self.env['aftersales.claim.reason'])[:1].id
            vals['claim_id'] = own.id if own.company_id == self.company_id else False
            vals.update(booked_total=0.0, amount_due=0.0)
            vals['difference'] = self._get_obstacle(vals, own, seen, booked) or vals['difference']
            seen.add(vals['row_hash'])
            if not vals['difference']:
                self._compare(vals, own, open_by_claim)
        return vals_list

    def _find_claims(self, vals_list):
        """Claims by their folded number or the maker's, of all companies: whose another company's is, is told."""
        texts = {vals['claim_text'] for vals in vals_list if vals['claim_text']}
        spellings = list({spelling for text in texts for spelling in (text, text.upper(), text.strip())})
        # sudo: claims of other companies are told apart, not shown
        claims = self.env['aftersales.claim'].sudo().search(
            ['|', ('name', 'in', spellings), '&', ('reference', 'in', spellings), ('state', '!=', 'withdrawn')], order='id')
        found = defaultdict(self.env['aftersales.claim'].sudo)
        for claim in claims:
            found[self._fold(claim.name)] |= claim
            if claim.reference:
                found[self._fold(claim.reference)] |= claim
        return found

    def _find_booked(self, vals_list):
        """Hashes of rows that a list of the maker booked before."""
        lines = self.env['aftersales.claim.credit.line'].sudo().search([  # sudo: whoever booked them
            ('row_hash', 'in', [vals['row_hash'] for vals in vals_list]), ('credit_id', '!=', self.id),
            ('credit_id.state', '=', 'booked'), ('credit_id.partner_id', '=', self.partner_id.id),
            ('company_id', '=', self.company_id.id), ('booked_total', '>', 0)])
        return set(lines.mapped('row_hash'))

    def _get_obstacle(self, vals, claim, seen, booked):
        """Why the row is not booked at all, whatever it says of money."""
        currency = vals['currency_text'].upper().replace('RMB', 'CNY')
        if not claim:
            return 'unknown'
        if claim.company_id != self.company_id:
            return 'other_company'
        if claim.partner_id.commercial_partner_id != self.partner_id.commercial_partner_id:
            return 'other_maker'
        if currency and currency != claim.currency_id.name or claim.currency_id != self.currency_id:
            return 'currency'
        if vals['difference']:
            return vals['difference']
        if vals['row_hash'] in booked:
            return 'credited'
        if vals['row_hash'] in seen:
            return 'doubled'
        if claim.state not in DECIDED_STATES:
            return 'undecided'
        if not claim._get_open_receivables() and claim.is_unbooked:
            return 'unposted'
        return False

    def _compare(self, vals, claim, open_by_claim):
        """What is owed against what is credited; rows of one claim one after the other."""
        currency = self.currency_id
        if claim not in open_by_claim:
            open_by_claim[claim] = claim._get_open_amounts()
        untaxed, total = open_by_claim[claim]
        due = untaxed if self.terms_id.credit_amounts == 'untaxed' else total
        vals['amount_due'] = due
        if currency.compare_amounts(due, 0.0) <= 0:
            vals['difference'] = 'credited'
            return
        compared = currency.compare_amounts(vals['amount'], due)
        vals['difference'] = 'less' if compared < 0 else 'more' if compared > 0 else False
        vals['booked_total'] = total if not compared else currency.round(vals['amount'] * total / due)
        if compared > 0:  # what is too much has taxes of its own: the share of rounded ones is a cent apart
            more = currency.round(vals['amount'] - due)
            vals['booked_total'] = currency.round(total + (
                claim._add_taxes(more) if self.terms_id.credit_amounts == 'untaxed' else more))
        ratio = min(vals['booked_total'] / total, 1.0)
        open_by_claim[claim] = currency.round(untaxed * (1 - ratio)), currency.round(total * (1 - ratio))

    def _get_bookable_lines(self):
        return self.line_ids.filtered(lambda line: (
            (not line.difference or line.difference in BOOKABLE) and line.booked_total > 0))

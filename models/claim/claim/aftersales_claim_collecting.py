from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.fields import Command

# Claims that one draft collects before the next one is begun: each joins it by reading and reckoning all of its lines, and
# an accountant still has to look it through.
CLAIMS_A_DRAFT = 100


class AftersalesClaim(models.Model):
    """A maker who is settled by invoice gets one of many claims: what he accepts is collected on a draft until it is posted.

    What he is credited for, after an appeal that he decided for less, is a document of its own.
    """
    _inherit = 'aftersales.claim'

    # === BUSINESS METHODS ===#

    def _make_documents(self, vals_list, drafts):
        """The documents of ``vals_list``; of one who is settled by invoice, lines of the draft that collects his claims."""
        self.ensure_one()
        if self.terms_id.settlement != 'invoice':
            return super()._make_documents(vals_list, drafts)
        self._get_terms_of_maker()._claim_for_update()  # two who decide at once do not both begin one
        collecting, own = self.env['account.move'], []
        for vals in vals_list:
            found = self._find_collecting(vals) if vals['move_type'] == 'out_invoice' else collecting.browse()
            if found:
                found.write(self._prepare_collected(found, vals))
                collecting |= found
            elif vals['move_type'] == 'out_invoice':
                own.append({**vals, **self._prepare_collected(found, vals), 'ref': vals['ref'],
                            'is_aftersales_collecting': True})
            else:
                own.append(vals)
        return collecting | super()._make_documents(own, drafts)

    def _is_own_section(self, line):
        return super()._is_own_section(line) or (
            line.display_type == 'line_section' and line.move_id.is_aftersales_collecting
            and (line.name or '').split(' · ')[0] == self.name)

    def _get_section(self):
        return ' · '.join(filter(None, (self.name, self.reference, self.license_plate, self.vin)))

    def _get_terms_of_maker(self):
        """All terms with the maker: a draft is his, whichever of them a claim was made by."""
        return self.terms_id | self.env['aftersales.claim.terms'].with_context(active_test=False).search([
            ('company_id', '=', self.company_id.id),
            ('partner_id.commercial_partner_id', '=', self.partner_id.commercial_partner_id.id)])

    def _find_collecting(self, vals):
        """The maker's open draft that a document of ``vals`` can join: one that was never posted, and is not full."""
        drafts = self.env['account.move'].search([
            ('is_aftersales_collecting', '=', True), ('state', '=', 'draft'), ('posted_before', '=', False),
            ('company_id', '=', self.company_id.id),
            ('partner_id', '=', vals['partner_id']), ('currency_id', '=', vals['currency_id']),
            ('journal_id', '=', vals['journal_id']), ('fiscal_position_id', '=', vals['fiscal_position_id'])],
            order='id')
        return next((move for move in drafts if len(move._get_claims() - self) < CLAIMS_A_DRAFT), drafts.browse())

    def _prepare_collected(self, collecting, vals):
        """What the claim adds to the draft: a section and its lines, below those that are there."""
        first = max(collecting.invoice_line_ids.mapped('sequence'), default=0) + 1
        section = {'display_type': 'line_section', 'sequence': first, 'name': self._get_section()}
        names = list(dict.fromkeys(filter(None, [*(collecting.invoice_origin or '').split(', '), self.name])))
        return {
            'invoice_line_ids': [Command.create(section), *(
                Command.create(dict(line, sequence=first + number))
                for number, (__, __, line) in enumerate(vals['invoice_line_ids'], 1))],
            'invoice_origin': ', '.join(names), 'ref': ', '.join(names)[:2000],
        }

    def _log_documents(self, moves):
        """A draft that other claims began is told to the order of this one alone."""
        begun = moves.filtered(lambda move: move.is_aftersales_collecting and move._get_claims() != self)
        super()._log_documents(moves - begun)
        for move in begun:
            self.order_id._message_log(body=self.env._("Invoiced: %(invoices)s", invoices=move._get_html_link()))

    def _post_or_tell(self, moves):
        """What is collected waits for the end of the month; the accountant hears of it once."""
        collecting = moves.filtered('is_aftersales_collecting')
        super()._post_or_tell(moves - collecting)
        for move in collecting:
            if not self._get_tasks_to_post(move):
                today = fields.Date.context_today(self)
                self._ask_to_post(move, date_deadline=today + relativedelta(day=31))

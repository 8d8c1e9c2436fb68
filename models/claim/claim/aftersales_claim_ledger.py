from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_datetime, formatLang
from odoo.tools.translate import code_translations

# Entries of one step are written one after the other, whatever lines they are of.
SECONDS_A_STEP = 5


class AftersalesClaim(models.Model):
    """The ledger as people read it: a row a step, and what stood where after it; each row sums to zero."""
    _inherit = 'aftersales.claim'

    ledger_html = fields.Html(string="Where It Stood", compute='_compute_ledger_html', sanitize=False)

    # === COMPUTE METHODS ===#

    @api.depends('entry_ids')
    @api.depends_context('lang', 'tz')
    def _compute_ledger_html(self):
        # Events are kept in the words of the day; those without names are told in the reader's.
        words = code_translations.get_python_translations('aftersales', self.env.lang or 'en_US')
        labels = dict(self.env['aftersales.claim.entry']._fields['account']._description_selection(self.env))
        for claim in self:
            steps = claim._get_ledger_steps()
            accounts = [account for account in labels if any(account in balances for __, balances in steps)]
            head = [self.env._("When"), self.env._("What happened"), *map(labels.get, accounts), self.env._("Sum")]
            claim.ledger_html = Markup(
                '<table class="table table-sm o_as_ledger"><thead><tr>%s</tr></thead><tbody>%s</tbody></table>') % (
                claim._lay_cells('th', head),
                Markup().join(
                    Markup('<tr>%s</tr>') % claim._lay_cells('td', [
                        format_datetime(self.env, first.date, dt_format='short'), words.get(first.event) or first.event,
                        *(claim._say_balance(balances.get(account)) for account in accounts),
                        claim._say_amount(sum(balances.values()))])
                    for first, balances in steps)) if steps else False

    # === BUSINESS METHODS ===#

    def _get_ledger_steps(self):
        """:return: list of (first entry of the step, dict of account: balance after it)"""
        self.ensure_one()
        steps, balances, last = [], {}, None
        for entry in self.entry_ids.sorted('id'):
            balances = balances | {entry.account: self.currency_id.round(balances.get(entry.account, 0.0) + entry.amount)}
            if last and entry.event == last.event and entry.move_id == last.move_id and (
                    entry.date - last.date).total_seconds() <= SECONDS_A_STEP:
                steps[-1] = (steps[-1][0], balances)
            else:
                steps.append((entry, balances))
            last = entry
        return steps

    def _lay_cells(self, tag, texts):
        return Markup().join(
            Markup('<%s class="%s">%s</%s>') % (tag, 'text-end' if place > 1 else '', text, tag)
            for place, text in enumerate(texts))

    def _say_balance(self, amount):
        return self._say_amount(amount) if amount and not self.currency_id.is_zero(amount) else ''

    def _say_amount(self, amount):
        return formatLang(self.env, self.currency_id.round(amount) or 0.0, digits=self.currency_id.decimal_places)

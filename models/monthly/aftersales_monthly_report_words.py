from odoo import models

# So many sentences say what stands out.
MOST = 5


class AftersalesMonthlyReport(models.Model):
    """The report in words: what stands out in a table, the summary that is proposed, and its body as a page."""
    _inherit = 'aftersales.monthly.report'

    def _say_value(self, value, unit):
        """A figure with its unit; a dash where there is nothing to tell."""
        if value is None:
            return '–'
        text = self.env['aftersales.indicator']._say_value(value, unit, self.company_id.currency_id)
        if unit == 'hours':
            return self.env._("%(number)s h", number=text)
        return self.env._("%(number)s days", number=text) if unit == 'days' else text

    def _say_section(self, rows):
        """One sentence on a table: what missed its target, or what changed most."""
        missed = [row for row in rows if row['verdict'] == 'bad']
        if missed:
            return self.env._("Target missed: %(figures)s.", figures='; '.join(
                self.env._("%(name)s %(value)s (target %(target)s)", name=row['name'],
                           value=self._say_value(row['value'], row['unit']), target=self._say_value(row['target'], row['unit']))
                for row in missed[:MOST]))
        moved = sorted((row for row in rows if row['change']), key=lambda row: -abs(row['change']))
        if not moved:
            same = any(row['change'] is not None for row in rows)
            return self.env._("As in the period before.") if same else self.env._("Nothing to compare with yet.")
        row = moved[0]
        return self.env._(
            "Changed most: %(name)s, %(value)s after %(before)s in the period before.", name=row['name'],
            value=self._say_value(row['value'], row['unit']), before=self._say_value(row['previous'], row['unit']))

    def _draft_summary(self):
        """Sentences that the figures give: a start that its author writes on."""
        figures = self._get_figures()
        rows = [row for section in figures['sections'] for row in section['rows']]
        judged = [row for row in rows if row['target'] is not None]
        reached = [row for row in judged if row['verdict'] != 'bad']
        missed = [row for row in judged if row['verdict'] == 'bad']
        lines = [self.env._(
            "%(reached)s of %(all)s targets were reached.", reached=len(reached), all=len(judged))] if judged else []
        for row in missed[:MOST]:
            lines.append(self.env._(
                "%(name)s: %(value)s, target %(target)s, period before %(before)s.", name=row['name'],
                value=self._say_value(row['value'], row['unit']), target=self._say_value(row['target'], row['unit']),
                before=self._say_value(row['previous'], row['unit'])))
        lines += [
            self.env._("%(name)s: %(count)s.", name=one['name'], count=one['count'])
            for one in figures['lists'] if one['count']]
        return '\n'.join(lines or [self.env._("There are no figures of this period yet.")])

    def _is_summary_proposed(self):
        """Whether the summary is what the figures gave, and nobody's own words."""
        self.ensure_one()
        return self.state == 'draft' and bool(self.summary) and self.summary == self._draft_summary()

    def _render_figures(self):
        return self.env['ir.qweb']._render('aftersales.monthly_figures', {
            'figures': self._get_figures(), 'say': self._say_value})

    def _render_differences(self):
        return self.env['ir.qweb']._render('aftersales.monthly_differences', {
            'rows': self._get_differences(), 'say': self._say_value})

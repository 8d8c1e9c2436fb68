from odoo import fields, models


class AftersalesJob(models.Model):
    """Work that needs a part begins when the part is here (F6, H3)."""

    _inherit = 'aftersales.job'

    def _get_earliest_starts(self):
        starts = super()._get_earliest_starts()
        for line, date in self.line_ids._get_arrivals().items():
            known = starts.get(line.job_id, date)
            starts[line.job_id] = known and date and max(known, date)
        return starts

    def _get_wait_texts(self):
        texts = super()._get_wait_texts()
        for line, date in self.line_ids._get_arrivals().items():
            asked = line.parts_expected_date or line._get_ordered_date()
            names = {'part': line.product_id.display_name, 'date': line.order_id._get_time_text(asked or date)}
            if asked and asked < fields.Datetime.now():
                texts.append(self.env._("%(part)s: late, was to be here %(date)s", **names))
            elif date:
                texts.append(self.env._("%(part)s: can be here %(date)s", **names))
            else:
                texts.append(self.env._("%(part)s: not here, no date known", **names))
        return texts

    def _get_open_needs(self):
        # sudo: stock is no business of the technician's otherwise
        return super()._get_open_needs() + [
            f'{line.product_id.display_name} × {line.quantity - line.qty_issued:g}'
            for line in self.sudo().line_ids._filter_not_issued()]

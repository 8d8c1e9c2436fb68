import re

from odoo import models

# The alphabet of short messages: 160 of its signs are one message, of all others 70.
PLAIN = re.compile(r'''^[A-Za-z0-9 \n\r@£$¥èéùìòÇØøÅå_ÆæßÉ!"#¤%&'()*+,\-./:;<=>?¡ÄÖÑÜ§¿äöñüà]*$''')
PLAIN_LIMIT, OTHER_LIMIT = 160, 70
# What of a name says least: it goes first.
ENDINGS = re.compile(
    r'(?:股份有限公司|有限责任公司|有限公司|汽车销售服务|汽车服务|\s+(?:Co\.?,?\s*Ltd\.?|Limited|Inc\.?|GmbH|Company))+$',
    re.IGNORECASE)
SHORTEST_PLAIN, SHORTEST_OTHER = 12, 4


class SmsTemplate(models.Model):
    """Messages to our customers are one message each, however long the names in them are: they are paid by the piece."""

    _inherit = 'sms.template'

    def _render_field(self, field, res_ids, *args, **kwargs):
        rendered = super()._render_field(field, res_ids, *args, **kwargs)
        documents = self.env.get(self.model) if field == 'body' and self.model else None
        if documents is None or not isinstance(documents, self.env.registry['aftersales.customer.notice.mixin']):
            return rendered
        # sudo: what is sent was rendered already; only names in it are shortened
        return {
            res_id: documents.sudo().browse(res_id)._fit_message(body) if body else body
            for res_id, body in rendered.items()}


def is_plain(text):
    return bool(PLAIN.match(text))


def shorten(name, length):
    """The beginning of ``name``, of at most ``length`` signs: without what all names end on, at the end of a word."""
    short = ENDINGS.sub('', name).strip() or name
    if len(short) <= length:
        return short
    cut = short[:length]
    if short[length] != ' ' and ' ' in cut:
        cut = cut.rpartition(' ')[0]
    return cut.rstrip(' ,.·-（(&')

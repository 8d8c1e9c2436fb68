"""Stars for one order in ten."""
from .order import get_stars

TABLES = ['rating_rating']


def build(scale):
    pattern = scale.one("SELECT id FROM rating_rating WHERE res_model = 'aftersales.order' ORDER BY id LIMIT 1")
    if pattern:
        scale.insert(
            'rating_rating', scale.closed // 10, pattern, res_id=f"{scale.first('aftersales_order')} + n * 10",
            access_token="md5('r' || n)", message_id='NULL', create_date=scale.at('n * 10', '1 days'), rated_on=scale.at('n * 10', '2 days'),
            rating=get_stars(scale))
